import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Download } from '@porthole/contract'
import type { Caller, Core, Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { type KeptRecording, keptRecording, type RecordingName } from './kept-recording.ts'

type Part = RecordingName & { readonly from: number; readonly until?: number | undefined }

export const readRecording: Verb<Part, Download> = async (core, input, caller) => {
  const kept = keptRecording(core, input)
  await writeDown(core, caller, kept, 'recordingWatched')
  const { kind, vm, startedAt } = kept.fixed
  const { from, until = Number.MAX_SAFE_INTEGER } = input
  const name = `${vm.name} ${startedAt.slice(0, 19).replaceAll(':', '-')}.${kind === 'display' ? 'display' : 'cast'}`
  const type = kind === 'display' ? 'application/octet-stream' : 'application/x-asciicast'
  return fileOf(core.recordings.files.path(kept), name, type, { start: from, end: Math.max(from, until - 1) })
}

export const readRecordingKeys: Verb<RecordingName, Download> = async (core, input, caller) => {
  const kept = keptRecording(core, input)
  if (!kept.fixed.keys) throw new Fault('NOT_FOUND', 'This recording has no keys.')
  await writeDown(core, caller, kept, 'recordingKeysRead')
  return fileOf(core.recordings.files.keysPath(kept), `${kept.id}.jsonl`, 'application/jsonl', {})
}

/** Once for each recording and session: a player reads in many parts. */
async function writeDown({ recordings, audit }: Core, caller: Caller, { id, fixed }: KeptRecording, action: string) {
  const once = `${action} ${caller.sessionId ?? caller.credential} ${caller.person?.id} ${id}`
  if (!recordings.readers.isNew(once)) return
  const { vm, device } = fixed
  const subject = { object: `vm:${vm.id}`, objectName: vm.name, host: vm.host }
  await audit.happened({ ...subject, action, caller, args: { recording: id, device } })
  recordings.readers.add(once)
}

function fileOf(path: string, name: string, type: string, part: { start?: number; end?: number }): Download {
  const headers = {
    'content-type': type,
    // RFC 6266: a VM's name may have any letters.
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  }
  return { headers, body: Readable.toWeb(createReadStream(path, part)) }
}
