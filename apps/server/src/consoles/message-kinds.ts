/** Larger texts are dropped: QEMU had several holes with clipboards (CVE-2022-3165, CVE-2023-3255, CVE-2023-6683). */
const largestText = 1024 * 1024

/** The browser sent what is no RFB message that Porthole knows: nothing after it can be trusted. */
export class UnknownMessage extends Error {}

/**
 * The messages of a browser: RFC 6143, section 7.5, and those beyond it:
 * https://github.com/rfbproto/rfbproto/blob/master/rfbproto.rst
 */
export const kinds = {
  setPixelFormat: 0,
  setEncodings: 2,
  updateRequest: 3,
  key: 4,
  pointer: 5,
  cutText: 6,
  continuousUpdates: 150,
  fence: 248,
  xvp: 250,
  setDesktopSize: 251,
  qemu: 255,
} as const

const qemuKinds = { key: 0, sound: 1 } as const

/** The length of the message that begins here; 0 when more bytes are needed to know. @throws {UnknownMessage} */
export function messageLength(bytes: Buffer, at: number): number {
  const left = bytes.length - at
  switch (bytes[at]) {
    case kinds.setPixelFormat:
      return 20
    case kinds.setEncodings:
      return left < 4 ? 0 : 4 + 4 * bytes.readUInt16BE(at + 2)
    case kinds.updateRequest:
    case kinds.continuousUpdates:
      return 10
    // What is held can be seen only in a whole message.
    case kinds.key:
      return left < 8 ? 0 : 8
    case kinds.pointer:
      return pointerLength(bytes, at, left)
    case kinds.cutText:
      return left < 8 ? 0 : 8 + Math.abs(bytes.readInt32BE(at + 4))
    case kinds.fence:
      return left < 9 ? 0 : 9 + bytes.readUInt8(at + 8)
    case kinds.xvp:
      return 4
    case kinds.setDesktopSize:
      return left < 8 ? 0 : 8 + 16 * bytes.readUInt8(at + 6)
    case kinds.qemu:
      return qemuLength(bytes, at, left)
    default:
      throw new UnknownMessage()
  }
}

/** With the marker bit it has a second byte of buttons. */
function pointerLength(bytes: Buffer, at: number, left: number): number {
  if (left < 2) return 0
  const length = bytes.readUInt8(at + 1) & 0x80 ? 7 : 6
  return left < length ? 0 : length
}

/** QEMU's own messages: the extended key event, and sound on (0), off (1), in a format (2). */
function qemuLength(bytes: Buffer, at: number, left: number): number {
  if (left < 2) return 0
  const subtype = bytes.readUInt8(at + 1)
  if (subtype === qemuKinds.key) return left < 12 ? 0 : 12
  if (subtype !== qemuKinds.sound) throw new UnknownMessage()
  if (left < 4) return 0
  const operation = bytes.readUInt16BE(at + 2)
  if (operation > 2) throw new UnknownMessage()
  return operation === 2 ? 10 : 4
}

/** What changes something in the guest, or for others who look at it. Whoever looks may listen too. */
export function isInput(bytes: Buffer, at: number): boolean {
  const kind = bytes[at]
  return (
    kind === kinds.pointer ||
    kind === kinds.key ||
    (kind === kinds.qemu && bytes[at + 1] === qemuKinds.key) ||
    kind === kinds.cutText ||
    kind === kinds.setDesktopSize
  )
}

/** Power by xvp is for nobody: Porthole has acts for it, with a permission and a line in the audit. */
export const isUseless = (bytes: Buffer, at: number): boolean => bytes[at] === kinds.xvp

/** A text that is too long, or an extended clipboard message (negative length) too short for its own flags. */
export function isBadText(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== kinds.cutText) return false
  const length = bytes.readInt32BE(at + 4)
  return Math.abs(length) > largestText || (length < 0 && length > -4)
}
