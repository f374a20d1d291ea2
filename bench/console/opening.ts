import type { Figure } from '../figures.ts'
import { firstPicture } from '../first-window/first-picture.ts'
import { onStage } from '../first-window/stage.ts'

/** From the click on Console to the first painted picture, as the bench of the first window has it too. */
export const opening = (): Promise<Figure[]> => onStage(firstPicture)
