import { guestWords } from './en-guests.ts'

/** The part of the catalogue that is loaded where guests are invited, and where they come. */
export const guestTexts: typeof guestWords = guestWords
