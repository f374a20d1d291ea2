import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Download } from '@porthole/contract'
import type { Caller, Core } from '../core.ts'
import type { KeptRecording } from './kept-recording.ts'

/** Once for each recording and session: a player reads in many parts. */
export async function writeDown(
  { recordings, audit }: Core,
  caller: Caller,
  { id, fixed }: KeptRecording,
  action: string,
) {
  const once = `${action} ${caller.sessionId ?? caller.credential} ${caller.person?.id} ${id}`
  if (!recordings.readers.isNew(once)) return
  const { vm, device } = fixed
  const subject = { object: `vm:${vm.id}`, objectName: vm.name, host: vm.host }
  await audit.happened({ ...subject, action, caller, args: { recording: id, device } })
  recordings.readers.add(once)
}

export function fileOf(path: string, name: string, type: string, part: { start?: number; end?: number }): Download {
  const headers = {
    'content-type': type,
    // RFC 6266: a VM's name may have any letters.
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  }
  return { headers, body: Readable.toWeb(createReadStream(path, part)) }
}
