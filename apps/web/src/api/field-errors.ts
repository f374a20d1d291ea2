import type { Failure } from './failure.ts'

/** The server's issues by the name of their field: `disk.pool`. */
export function fieldErrors(failure: Failure): Record<string, string> {
  return Object.fromEntries(failure.issues.map(({ path, message }) => [path, message]))
}
