import { en } from './en.ts'

/** The catalogue in use. A second language is a second file of the same shape and a choice made here. */
export type Texts = typeof en
export const texts: Texts = en
export const locale = 'en-GB'
