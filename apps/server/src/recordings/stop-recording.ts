import type { Verb } from '../core.ts'
import type { RecordingName } from './kept-recording.ts'

export const stopRecording: Verb<RecordingName, object> = async ({ recordings }, { recording }) => {
  await recordings.end(recording)
  return {}
}
