import { report } from '../figures.ts'
import { sizes } from '../first-window/sizes.ts'
import { onStage } from './stage.ts'
import { window } from './window.ts'

/** `npm run bench -- fleet`: the window with ten thousand VMs, each figure beside its bound. */
const figures = [...sizes(), ...(await onStage(window))]
process.exit(report(figures) ? 0 : 1)
