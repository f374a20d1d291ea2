import { failureOf, isPassing } from '../api/failure.ts'

/** What changes by itself, or by what somebody else does: full consoles, a VM that is off, away for a moment, or moves. */
const passing: ReadonlySet<string> = new Set(['WRONG_STATE', 'NO_CONSOLE', 'TOO_MANY', 'NOT_FOUND', 'INTERNAL'])

/** Whether a console that was refused for this is worth another try by itself. */
export const comesBack = (error: unknown): boolean => isPassing(error) || passing.has(failureOf(error).code)
