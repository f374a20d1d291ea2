import { report } from '../figures.ts'
import { firstPicture } from './first-picture.ts'
import { sizes } from './sizes.ts'
import { onStage } from './stage.ts'
import { stuckBrowser } from './stuck-browser.ts'
import { suspendToPage } from './suspend-to-page.ts'

/** `npm run bench -- first-window`: the figures of the first window, each beside its bound. */
const figures = [
  ...sizes(),
  ...(await onStage(async stage => [
    ...(await firstPicture(stage)),
    ...(await suspendToPage(stage)),
    ...(await stuckBrowser(stage)),
  ])),
]
process.exit(report(figures) ? 0 : 1)
