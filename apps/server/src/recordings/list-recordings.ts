import type { Recording } from '@porthole/contract'
import type { Verb } from '../core.ts'

export const listRecordings: Verb<object, { recordings: Recording[]; bytes: number }> = async ({ recordings }) => ({
  recordings: recordings.files.list().map(kept => kept.present()),
  bytes: recordings.files.bytes,
})
