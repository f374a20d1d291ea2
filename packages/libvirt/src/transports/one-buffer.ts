import { connect, type NetConnectOpts, type Socket } from 'node:net'

/** As much as one packet of a stream, and a little more, in bytes. */
const bufferSize = 327_680

/**
 * Connects a socket that reads into one buffer, again and again: else Node allocates 64 KiB for each read, which is most
 * of what a small reply costs. A chunk is whole only while its 'data' listeners run, so they must copy what they keep.
 */
export function connectWithOneBuffer(options: NetConnectOpts): Socket {
  const buffer = Buffer.allocUnsafeSlow(bufferSize)
  const callback = (size: number): boolean => {
    socket.emit('data', buffer.subarray(0, size))
    return true
  }
  const socket = connect({ ...options, onread: { buffer, callback } })
  return socket
}
