import type { Duplex } from 'node:stream'

/** A way to a libvirt daemon: a unix socket, or anything else that gives a stream of bytes to one. */
export interface Transport {
  /** What to call it in messages: `/run/libvirt/libvirt-sock`. */
  readonly name: string
  /** True where nobody between can read the bytes: they are encrypted, or never leave this machine. Default: false. */
  readonly confidential?: boolean
  /**
   * Opens a connected stream. Rejects with a TransportError, or with the signal's reason.
   * Hear its bytes by 'data' events and copy what is kept: a chunk may lie in a buffer that is read into again.
   */
  open(signal?: AbortSignal): Promise<Duplex>
}
