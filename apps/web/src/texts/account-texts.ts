import { account } from './en-account.ts'

/** The part of the catalogue that is loaded with one's own account. */
export const accountTexts: typeof account = account
