import { keys } from './en-keys.ts'

/** The part of the catalogue that is loaded with the list of keys. */
export const keysTexts: typeof keys = keys
