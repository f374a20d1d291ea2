import { timeline } from './en-timeline.ts'

/** The part of the catalogue that is loaded with the timeline. */
export const timelineTexts: typeof timeline = timeline
