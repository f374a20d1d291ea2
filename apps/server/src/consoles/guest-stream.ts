/** The bytes of a guest's display, both ways. */
export interface GuestStream {
  /**
   * Gets each chunk and says whether more may come. Its memory is good until the reader returns, or, where it wants no
   * more, until it resumes; of the memory right before it, so many bytes as `free` says may be written over meanwhile.
   */
  reader: (chunk: Buffer, free: number) => boolean
  /** Resolves when connected, rejects when that fails. */
  readonly connected: Promise<void>
  /** Resolves when the guest's side has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** False when so much waits that the writer should pause; `drained` is then called when it may go on. */
  write(bytes: Uint8Array, drained?: () => void): boolean
  /** Goes on reading after the reader said "no more", in chunks of about so many bytes at most. */
  resume(atMost: number): void
  destroy(): void
}
