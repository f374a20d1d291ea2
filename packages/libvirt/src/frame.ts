import { ProtocolError } from './errors.ts'

/** Bytes before the payload: the length, which counts itself, and six words. */
export const headerSize = 28

/** The longest frame: 32 MiB and the four bytes of the length. */
export const frameLimit = 33_554_436

/** What a frame is (virNetMessageType). */
export const MessageType = {
  call: 0,
  reply: 1,
  message: 2,
  stream: 3,
  callWithDescriptors: 4,
  replyWithDescriptors: 5,
  streamHole: 6,
} as const

/** How a frame went (virNetMessageStatus). */
export const MessageStatus = { ok: 0, error: 1, continue: 2 } as const

/** The six words after the length. */
export interface FrameHeader {
  readonly program: number
  readonly version: number
  readonly procedure: number
  readonly type: number
  readonly serial: number
  readonly status: number
}

/** A frame as it arrived: its header, and its bytes with the header in front of the payload. */
export interface Frame extends FrameHeader {
  readonly bytes: Buffer
  /** Whether the bytes may be kept; if not, they are the transport's, and good until its next chunk. */
  readonly owned: boolean
}

/** Reads the header of a whole frame. */
export function readFrame(bytes: Buffer, owned = false): Frame {
  return {
    program: bytes.readUInt32BE(4),
    version: bytes.readUInt32BE(8),
    procedure: bytes.readInt32BE(12),
    type: bytes.readUInt32BE(16),
    serial: bytes.readUInt32BE(20),
    status: bytes.readUInt32BE(24),
    bytes,
    owned,
  }
}

/** Fills the first 28 bytes of a frame of `length` bytes. Throws a RangeError where that is too long. */
export function writeHeader(bytes: Buffer, header: FrameHeader, length = bytes.length): void {
  if (length > frameLimit) {
    throw new RangeError(`the message has ${length} bytes; libvirt takes at most ${frameLimit}`)
  }
  bytes.writeUInt32BE(length, 0)
  bytes.writeUInt32BE(header.program, 4)
  bytes.writeUInt32BE(header.version, 8)
  bytes.writeInt32BE(header.procedure, 12)
  bytes.writeUInt32BE(header.type, 16)
  bytes.writeUInt32BE(header.serial, 20)
  bytes.writeUInt32BE(header.status, 24)
}

/** The length that a frame announces, if libvirt's protocol allows it. */
export function checkedLength(length: number): number {
  if (length < headerSize || length > frameLimit) {
    throw new ProtocolError(
      'frame-length',
      `a message announces ${length} bytes, which is not within ${headerSize} and ${frameLimit}`,
    )
  }
  return length
}
