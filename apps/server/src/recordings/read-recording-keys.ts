import type { Download } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { keptRecording, type RecordingName } from './kept-recording.ts'
import { fileOf, writeDown } from './recording-file.ts'

export const readRecordingKeys: Verb<RecordingName, Download> = async (core, input, caller) => {
  const kept = keptRecording(core, input)
  if (!kept.fixed.keys) throw new Fault('NOT_FOUND', 'This recording has no keys.')
  await writeDown(core, caller, kept, 'recordingKeysRead')
  return fileOf(core.recordings.files.keysPath(kept), `${kept.id}.jsonl`, 'application/jsonl', {})
}
