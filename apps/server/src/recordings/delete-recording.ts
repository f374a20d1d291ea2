import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { keptRecording, type RecordingName } from './kept-recording.ts'

export const deleteRecording: Verb<RecordingName, object> = async (core, input) => {
  const kept = keptRecording(core, input)
  if (kept.end === null) throw new Fault('WRONG_STATE', 'It is still being written: stop it first.')
  await core.recordings.files.remove(kept)
  return {}
}
