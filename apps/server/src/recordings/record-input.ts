import { kinds } from '../consoles/message-kinds.ts'
import type { Caller } from '../core.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import type { Recordings } from './recordings.ts'

/** Takes down the input that goes to a guest: the pointer, and keys where keys are kept. Texts never are. */
export function inputRecorder(recordings: Recordings, vm: VmOnHost, caller: Caller) {
  const place = { ...vm, device: null }
  const who = caller.person?.name ?? caller.guest?.name
  return (bytes: Buffer, at: number): void => {
    const writing = recordings.writing(place)
    if (writing === undefined) return
    const kind = bytes[at]
    if (kind === kinds.pointer)
      writing.display?.pointer(bytes.readUInt16BE(at + 2), bytes.readUInt16BE(at + 4), bytes.readUInt8(at + 1) & 0x7f)
    else if (kind === kinds.key)
      writing.tape.key({ who, keysym: bytes.readUInt32BE(at + 4), down: bytes.readUInt8(at + 1) === 1 })
    else if (kind === kinds.qemu)
      writing.tape.key({ who, keysym: bytes.readUInt32BE(at + 4), down: bytes.readUInt16BE(at + 2) === 1 })
  }
}
