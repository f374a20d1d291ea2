import { pool } from './en-pool.ts'

/** The part of the catalogue about what is done with storage pools; it comes with their page. */
export const poolTexts: typeof pool = pool
