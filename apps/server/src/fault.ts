import { type ErrorCode, type ErrorData, errorCodes } from '@porthole/contract'

/** A failure that the person who asked may read: a code of the contract's closed list and a sentence to act on. */
export class Fault extends Error {
  readonly code: ErrorCode
  readonly data: ErrorData | undefined

  constructor(code: ErrorCode, sentence?: string, options?: { data?: ErrorData; cause?: unknown }) {
    super(sentence ?? errorCodes[code].sentence, options?.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Fault'
    this.code = code
    this.data = options?.data
  }
}
