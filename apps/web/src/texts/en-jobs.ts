import type { BulkAct, JobAct, JobItemState, JobState } from '@porthole/contract'
import { counted, number } from './counted.ts'

const vms = (n: number) => counted(n, 'VM', 'VMs')

/** What is done with many VMs, as a question and on its button. */
const titles: Record<JobAct, (n: number) => string> = {
  createVm: () => 'Make a VM',
  startVm: n => `Start ${vms(n)}`,
  shutDownVm: n => `Shut down ${vms(n)}`,
  rebootVm: n => `Reboot ${vms(n)}`,
  forceOffVm: n => `Force off ${vms(n)}`,
  createSnapshot: n => `Take a snapshot of ${vms(n)}`,
  tagVm: n => `Tag ${vms(n)}`,
  placeVm: n => `Move ${vms(n)} to a folder`,
}

/** The words of jobs and of what is done with many VMs at once; they come with the screens that show them. */
export const jobTexts = {
  title: 'Jobs',
  page: 'All jobs',
  tray: (running: number) => (running === 0 ? 'Jobs' : `Jobs: ${running} running`),
  titles,
  /** What "done" means: a guest that was asked to shut down may take its time. */
  done: {
    createVm: 'made and started',
    startVm: 'started',
    shutDownVm: 'asked to shut down',
    rebootVm: 'asked to reboot',
    forceOffVm: 'forced off',
    createSnapshot: 'snapshot taken',
    tagVm: 'tagged',
    placeVm: 'moved',
  } satisfies Record<JobAct, string>,
  states: {
    queued: 'waiting',
    running: 'running',
    done: 'done',
    failed: 'failed',
    cancelled: 'stopped',
    interrupted: 'unknown: the server stopped in the middle',
  } satisfies Record<JobState, string>,
  items: {
    queued: 'waiting',
    running: 'under way',
    done: 'done',
    failed: 'failed',
    skipped: 'left out',
    unknown: 'unknown',
  } satisfies Record<JobItemState, string>,
  stopping: 'stopping',
  progress: (ended: number, all: number) => `${number(ended)} of ${number(all)}`,
  count: (n: number, word: string) => `${number(n)} ${word}`,
  by: (who: string) => `by ${who}`,
  stop: 'Stop',
  stopOf: (title: string) => `Stop: ${title}`,
  stopHint: 'Nothing more begins; what is under way ends.',
  open: 'Results',
  hide: 'Hide results',
  log: 'Log',
  more: (n: number) => `and ${number(n)} more`,
  none: 'No job yet',
  noneHint: 'What is done with many VMs at once runs on the server, whoever looks, and is listed here for 30 days.',
  failed: 'The jobs could not be read.',
  gone: 'This job is not there any more, or you may not see it.',

  selected: (n: number) => `${vms(n)} selected`,
  bar: 'What to do with the selected VMs',
  clear: 'Clear selection',
  acts: {
    startVm: 'Start',
    shutDownVm: 'Shut down',
    rebootVm: 'Reboot',
    forceOffVm: 'Force off',
    createSnapshot: 'Snapshot…',
    tagVm: 'Tag…',
    placeVm: 'Move…',
  } satisfies Record<BulkAct, string>,
  question: (act: BulkAct, n: number) => `${titles[act](n)}?`,
  planning: 'Asking the server which of them can.',
  allCan: (n: number) => (n === 1 ? 'It can.' : `All ${number(n)} can.`),
  someCan: (can: number, all: number) => `${number(can)} of ${number(all)} can.`,
  cannot: (n: number, all: number) => (n === all ? 'None can, because:' : `${number(n)} can’t, because:`),
  forceOff: 'Each guest stops at once, as by pulling its plug. What it has not yet written to its disks is lost.',
  lives: 'The job goes on when you close this; the jobs in the top bar show it.',
  snapshotName: 'Name of each snapshot',
  snapshotHint: '{vm} stands for the VM’s name, {date} for today.',
  addTags: 'Add tags',
  removeTags: 'Take tags away',
  tagsHint: 'With spaces between them. Other tags of each VM stay.',
  folder: 'Folder',
  noFolder: 'No folder',
}
