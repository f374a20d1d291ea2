import { access } from './en-access.ts'

/** The part of the catalogue that is loaded with the pages about access. */
export const accessTexts: typeof access = access
