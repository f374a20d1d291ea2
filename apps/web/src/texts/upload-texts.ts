import { upload } from './en-upload.ts'

/** The part of the catalogue that is loaded with the storage of a host. */
export const uploadTexts: typeof upload = upload
