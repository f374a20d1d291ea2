import * as z from 'zod/mini'
import { download, read, write } from './entry.ts'
import { VmKey } from './vm.ts'

/**
 * Why a recording ended: somebody stopped it, nobody was at the console any more, the VM or the way to it went, it was as
 * large as one may be, it could not be written, the server stopped, or it ended without a word.
 */
const RecordingEnd = z.enum(['stopped', 'left', 'gone', 'full', 'failed', 'restarting', 'crash'])
export type RecordingEnd = z.infer<typeof RecordingEnd>

/** A recording of one VM's display, or of one of its serial consoles. */
export const Recording = z.object({
  id: z.string(),
  kind: z.enum(['display', 'serial']),
  /** libvirt's name of the serial console; null for the display. */
  device: z.nullable(z.string()),
  vm: z.object({ id: z.string(), host: z.string(), name: z.string() }),
  startedAt: z.iso.datetime(),
  /** The name of who started it; null where the settings ask for it. */
  by: z.nullable(z.string()),
  /** Keys are kept too, apart from the picture. */
  keys: z.boolean(),
  /** null while it runs. */
  end: z.nullable(RecordingEnd),
  /** From its beginning to the last that it holds, ms. */
  length: z.int(),
  bytes: z.int(),
})
export type Recording = z.infer<typeof Recording>

/** What a player needs beside the bytes. */
export const RecordingIndex = z.extend(Recording, {
  /** Where one can begin to play: ms from the beginning, and the byte in the file. */
  starts: z.array(z.object({ at: z.int(), offset: z.int() })),
  /** When something moved, as ms from and until. */
  moving: z.array(z.tuple([z.int(), z.int()])),
})
export type RecordingIndex = z.infer<typeof RecordingIndex>

const RecordingKey = z.object({ recording: z.guid() })
const watches = { on: 'recording', permission: 'recording.watch' } as const
const manages = { permission: 'recording.manage', audit: { keeps: ['recording'] } } as const
const nothing = z.object({})

export const recordings = {
  listVmRecordings: read('listVmRecordings', {
    path: '/vms/{id}/recordings',
    summary: 'The recordings of a VM’s consoles, newest first, and whether each of its consoles is recorded',
    on: 'vm',
    permission: 'recording.watch',
    input: VmKey,
    output: z.object({ recordings: z.array(Recording), always: z.boolean() }),
  }),
  listRecordings: read('listRecordings', {
    path: '/recordings',
    summary: 'All recordings, also of VMs that are gone, newest first',
    on: 'installation',
    permission: 'recording.manage',
    input: nothing,
    output: z.object({ recordings: z.array(Recording), bytes: z.int() }),
  }),
  getRecording: read('getRecording', {
    ...watches,
    path: '/recordings/{recording}',
    summary: 'A recording, and where in its file one can begin to play',
    input: RecordingKey,
    output: RecordingIndex,
  }),
  readRecording: download('readRecording', {
    ...watches,
    path: '/recordings/{recording}/bytes',
    summary: 'A recording’s file, or a part of it; the first reading in a session is audited',
    input: z.extend(RecordingKey, {
      from: z._default(z.int().check(z.gte(0)), 0),
      /** The first byte that is not wanted any more. */
      until: z.optional(z.int().check(z.gte(0))),
    }),
  }),
  readRecordingKeys: download('readRecordingKeys', {
    on: 'recording',
    permission: 'recording.keys',
    path: '/recordings/{recording}/keys',
    summary: 'The keys that were pressed during a recording, as JSON lines; reading them is audited',
    input: RecordingKey,
  }),
  startRecording: write('startRecording', {
    ...manages,
    path: '/vms/{id}/recordings',
    summary: 'Record the VM’s display, or one of its serial consoles that is open, until it is stopped',
    on: 'vm',
    rule: null,
    audit: { keeps: ['device'] },
    input: z.extend(VmKey, { device: z._default(z.nullable(z.string().check(z.maxLength(64))), null) }),
    output: z.object({ recording: z.string() }),
  }),
  stopRecording: write('stopRecording', {
    ...manages,
    path: '/recordings/{recording}/stop',
    summary: 'End a recording; one that the settings ask for begins anew while somebody is at the console',
    on: 'recording',
    rule: null,
    input: RecordingKey,
    output: nothing,
  }),
  deleteRecording: write('deleteRecording', {
    ...manages,
    method: 'DELETE',
    path: '/recordings/{recording}',
    summary: 'Delete a recording that has ended',
    on: 'recording',
    rule: null,
    input: RecordingKey,
    output: nothing,
  }),
  recordVm: write('recordVm', {
    permission: 'recording.manage',
    method: 'PUT',
    path: '/vms/{id}/recorded',
    summary: 'Say whether each of a VM’s consoles is recorded, whoever opens it',
    on: 'vm',
    rule: null,
    audit: { keeps: ['always'] },
    input: z.extend(VmKey, { always: z.boolean() }),
    output: nothing,
  }),
}
