import { statistics } from './en-statistics.ts'

/** The part of the catalogue that is loaded with the graphs. */
export const statisticsTexts: typeof statistics = statistics
