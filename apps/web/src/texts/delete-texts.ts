import { counted } from './counted.ts'

/** The words about deleting a VM; they come with the question. */
export const deleteTexts = {
  title: (name: string) => `Delete ${name}?`,
  reading: 'Reading what would go with it.',
  goes: 'This goes for good:',
  definition: (name: string) => `The VM ${name} with its definition`,
  snapshots: (names: readonly string[]) => `${counted(names.length, 'snapshot', 'snapshots')}: ${names.join(', ')}`,
  savedState: 'Its saved state',
  nvram: (path: string) => `Its firmware’s memory (NVRAM), ${path}`,
  disks: 'Also delete these disks:',
  noDisks: 'It has no disk that could be deleted with it.',
  stay: 'These stay:',
  confirm: (disks: number) => (disks === 0 ? 'Delete the VM' : `Delete the VM and ${counted(disks, 'disk', 'disks')}`),
  leftTitle: (name: string) => `${name} is deleted, but not all of its disks`,
  left: 'These could not be deleted and still take room:',
}
