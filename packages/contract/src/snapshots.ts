import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { carried } from './texts.ts'
import { VmKey, VmState } from './vm.ts'

/** The name of one that is to be, as libvirt takes it: it becomes that of a file. */
export const SnapshotName = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, 'Give the snapshot a name.'),
    z.maxLength(64, 'A name has at most 64 characters.'),
    z.regex(/^(?!\.)[^/\p{C}]*$/u, 'A name has no "/", nothing that can not be seen, and no dot in front.'),
  )
const Description = z.string().check(z.maxLength(1000, 'At most 1,000 characters.'), carried)

/** One that is there: any name at all, as virsh may have given it. */
const SnapshotKey = z.extend(VmKey, { name: z.string().check(z.minLength(1), z.maxLength(4096)) })

/** What a VM was at one moment. */
export const Snapshot = z.object({
  name: z.string(),
  description: z.nullable(z.string()),
  takenAt: z.nullable(z.iso.datetime()),
  /** How the VM was then; "disks" where these alone were kept. */
  state: z.union([VmState, z.literal('disks')]),
  /** The guest's memory was kept, so that it goes on where it was. */
  memory: z.boolean(),
  /** The name of the one that it was taken after, null for the first of all. */
  parent: z.nullable(z.string()),
  /** What the VM is now has grown out of this one. */
  current: z.boolean(),
  /** Why its host can not bring it back; null when nothing is known to be in the way. */
  hindrance: z.nullable(z.string()),
})
export type Snapshot = z.infer<typeof Snapshot>

const ofVm = { on: 'vm', path: '/vms/{id}/snapshots' } as const
const nothing = z.object({})

/** A snapshot's name may hold anything that an address gives a meaning to: it stands in none. */
export const snapshots = {
  listSnapshots: read('listSnapshots', {
    ...ofVm,
    permission: 'vm.see',
    summary: "The VM's snapshots, oldest first",
    input: VmKey,
    output: z.object({ snapshots: z.array(Snapshot) }),
  }),
  createSnapshot: write('createSnapshot', {
    ...ofVm,
    permission: 'vm.change',
    summary: 'Take a snapshot of the VM as it is now: its disks, and its memory while it is on',
    rule: 'createSnapshot',
    audit: { keeps: ['name', 'description'], passes: ['vmPaused', 'vmResumed'] },
    input: z.extend(VmKey, { name: SnapshotName, description: z._default(Description, '') }),
    output: nothing,
  }),
  describeSnapshot: write('describeSnapshot', {
    ...ofVm,
    method: 'PUT',
    permission: 'vm.change',
    summary: 'Say what a snapshot is for',
    rule: null,
    audit: { keeps: ['name', 'description'], causes: ['vmChanged'] },
    input: z.extend(SnapshotKey, { description: Description }),
    output: nothing,
  }),
  revertToSnapshot: write('revertToSnapshot', {
    ...ofVm,
    path: '/vms/{id}/snapshots/revert',
    permission: 'vm.change',
    summary: 'Make the VM what it was: disks, definition and, where it was on, memory. What it is now is lost',
    rule: 'revertToSnapshot',
    audit: {
      keeps: ['name'],
      causes: ['vmChanged', 'vmStopped', 'vmStarted', 'vmPaused', 'vmResumed'],
    },
    input: SnapshotKey,
    output: nothing,
  }),
  deleteSnapshot: write('deleteSnapshot', {
    ...ofVm,
    method: 'DELETE',
    permission: 'vm.change',
    summary: 'Delete a snapshot, and with `children` all that were taken after it. The VM stays as it is',
    rule: null,
    audit: { keeps: ['name', 'children'], passes: ['vmPaused', 'vmResumed'] },
    input: z.extend(SnapshotKey, { children: z._default(z.boolean(), false) }),
    output: nothing,
  }),
}
