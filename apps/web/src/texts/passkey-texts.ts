import { passkeys } from './en-passkeys.ts'

/** The part of the catalogue that is loaded where people sign in by a passkey, or add one. */
export const passkeyTexts: typeof passkeys = passkeys
