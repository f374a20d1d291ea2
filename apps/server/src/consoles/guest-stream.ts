/** What the reader makes of a chunk: whether more may come, and whether its memory is still in use after the call. */
export interface Taken {
  readonly more: boolean
  readonly held: boolean
}

/** The bytes of a guest's display, both ways. */
export interface GuestStream {
  /** Gets each chunk; its memory is good only during the call, unless the answer says that it is held. */
  reader: (chunk: Buffer) => Taken
  /** Resolves when connected, rejects when that fails. */
  readonly connected: Promise<void>
  /** Resolves when the guest's side has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** False when so much waits that the writer should pause; `drained` is then called when it may go on. */
  write(bytes: Uint8Array, drained?: () => void): boolean
  /** Goes on reading after the reader said "no more". */
  resume(): void
  destroy(): void
}
