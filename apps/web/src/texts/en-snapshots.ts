/** Names are phrases as often as words. */
const q = (name: string) => `“${name}”`

/** Words that only the page of snapshots needs, and that it alone loads. */
export const snapshots = {
  lead: 'A snapshot keeps what the VM is at one moment: its disks, its definition and, while it is on, its memory.',
  take: 'Take a snapshot…',
  takeTitle: (vm: string) => `Take a snapshot of ${vm}`,
  takeDo: 'Take it',
  takeOff: 'Its disks and its definition are kept.',
  takeOn: 'Its disks, its definition and its memory are kept. It stands still while its memory is written.',
  taken: (name: string) => `The snapshot ${q(name)} was taken.`,
  name: 'Name',
  description: 'What it is for',
  descriptionHint: 'Whoever may go back to it some day will want to know.',
  none: 'No snapshot yet',
  noneHint: 'Take one before you change something that may go wrong: you can go back to it at any time.',
  failed: 'The snapshots could not be read.',
  columns: { name: 'Snapshot', taken: 'Taken', state: 'Was' },
  disks: 'disks only',
  withMemory: (state: string) => `${state}, with its memory`,
  now: 'Now',
  nowFrom: (name: string | null) => (name === null ? 'It goes on from none of them.' : `It goes on from ${q(name)}.`),
  more: (name: string) => `All actions on the snapshot ${q(name)}`,
  revert: 'Go back…',
  revertTitle: (name: string) => `Go back to ${q(name)}?`,
  revertWhat: (vm: string, on: boolean, taken: string) =>
    `${vm} becomes what it was ${taken}: its disks and its definition. What was written to its disks since then ${
      on ? 'and what runs in it now are' : 'is'
    } lost, unless another snapshot has it.`,
  revertThen: { on: 'It will go on from there.', paused: 'It will be paused, as it was.', off: 'It will be off.' },
  revertDo: 'Go back',
  reverted: (vm: string, name: string) => `${vm} is back at ${q(name)}.`,
  moment: (time: string) => `at ${time}`,
  someTime: 'then',
  describe: 'Describe…',
  describeTitle: (name: string) => `Describe ${q(name)}`,
  described: (name: string) => `The description of ${q(name)} was changed.`,
  remove: 'Delete…',
  removeTitle: (name: string) => `Delete the snapshot ${q(name)}?`,
  removeWhat: (vm: string) => `What it kept can not be got back. ${vm} stays as it is now.`,
  removeChildren: (names: readonly string[]) =>
    `Also delete ${names.length === 1 ? 'the one' : `the ${names.length}`} taken after it: ${names.map(q).join(', ')}`,
  removeDo: (children: number) => (children === 0 ? 'Delete it' : `Delete ${children + 1} snapshots`),
  removed: (name: string) => `The snapshot ${q(name)} was deleted.`,
}
