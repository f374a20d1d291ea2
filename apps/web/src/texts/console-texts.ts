import { consoleWords } from './en-console.ts'

/** The part of the catalogue that is loaded with the console. */
export const consoleTexts: typeof consoleWords = consoleWords
