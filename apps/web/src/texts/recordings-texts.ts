import { recordings } from './en-recordings.ts'

/** The part of the catalogue that is loaded with recordings. */
export const recordingsTexts: typeof recordings = recordings
