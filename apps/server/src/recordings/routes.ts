import type { Routes } from '../routes.ts'
import { deleteRecording } from './delete-recording.ts'
import { getRecording } from './get-recording.ts'
import { listRecordings } from './list-recordings.ts'
import { listVmRecordings } from './list-vm-recordings.ts'
import { readRecording } from './read-recording.ts'
import { readRecordingKeys } from './read-recording-keys.ts'
import { recordVm } from './record-vm.ts'
import { startRecording } from './start-recording.ts'
import { stopRecording } from './stop-recording.ts'

export const recordingsRoutes: Routes['recordings'] = {
  listVmRecordings,
  listRecordings,
  getRecording,
  readRecording,
  readRecordingKeys,
  startRecording,
  stopRecording,
  deleteRecording,
  recordVm,
}
