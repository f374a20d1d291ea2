import type { RecordingIndex } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { keptRecording, type RecordingName } from './kept-recording.ts'

export const getRecording: Verb<RecordingName, RecordingIndex> = async (core, input) =>
  keptRecording(core, input).index()
