import { storage } from './en-storage.ts'

/** The part of the catalogue that is loaded with the storage of a host. */
export const storageTexts: typeof storage = storage
