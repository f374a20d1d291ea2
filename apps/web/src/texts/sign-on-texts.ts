import { signOn } from './en-sign-on.ts'

/** The part of the catalogue that is loaded where people sign in by a provider, or set one. */
export const signOnTexts: typeof signOn = signOn
