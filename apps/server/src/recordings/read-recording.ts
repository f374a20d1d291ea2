import type { Download } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { keptRecording, type RecordingName } from './kept-recording.ts'
import { fileOf, writeDown } from './recording-file.ts'

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
