import type { HostSeries, VmSeries } from '@porthole/contract'
import { number } from '../texts/counted.ts'
import { perCent, rateOf, sizeOfKiB } from '../texts/format.ts'
import { statisticsTexts } from '../texts/statistics-texts.ts'

const words = statisticsTexts

/** A line of a graph: what it is called, what it adds up, and its colour as the look has it. */
interface Line {
  readonly label: string
  readonly of: readonly HostSeries[]
  readonly colour: string
}

export interface GraphSpec {
  readonly id: string
  readonly title: string
  readonly say: (value: number) => string
  /** What the upper edge is at least; null lets the values decide. */
  readonly top: number
  readonly binary?: true
  readonly lines: readonly Line[]
  /** What stands for one VM where several are compared. */
  readonly compared: readonly VmSeries[]
}

const [first, second] = ['--accent-text', '--amber']
const perSecond = (value: number) => words.perSecond(number(Math.round(value)))

const flows: readonly GraphSpec[] = [
  {
    id: 'disk',
    title: words.disk,
    say: rateOf,
    binary: true,
    top: 64 * 1024,
    lines: [
      { label: words.read, of: ['diskRead'], colour: first },
      { label: words.written, of: ['diskWritten'], colour: second },
    ],
    compared: ['diskRead', 'diskWritten'],
  },
  {
    id: 'iops',
    title: words.iops,
    say: perSecond,
    top: 10,
    lines: [
      { label: words.reads, of: ['diskReads'], colour: first },
      { label: words.writes, of: ['diskWrites'], colour: second },
    ],
    compared: ['diskReads', 'diskWrites'],
  },
  {
    id: 'net',
    title: words.net,
    say: rateOf,
    binary: true,
    top: 16 * 1024,
    lines: [
      { label: words.received, of: ['netReceived'], colour: first },
      { label: words.sent, of: ['netSent'], colour: second },
    ],
    compared: ['netReceived', 'netSent'],
  },
]

export const vmGraphs = (memoryKiB: number): readonly GraphSpec[] => [
  {
    id: 'cpu',
    title: words.cpu,
    say: perCent,
    top: 100,
    lines: [{ label: words.ofItsVcpus, of: ['cpu'], colour: first }],
    compared: ['cpu'],
  },
  {
    id: 'memory',
    title: words.memory,
    say: sizeOfKiB,
    binary: true,
    top: memoryKiB,
    lines: [
      { label: words.usedByGuest, of: ['usedKiB'], colour: first },
      { label: words.heldOnHost, of: ['residentKiB'], colour: second },
    ],
    compared: ['residentKiB'],
  },
  ...flows,
]

export const hostGraphs = (memoryKiB: number): readonly GraphSpec[] => [
  {
    id: 'cpu',
    title: words.cpu,
    say: perCent,
    top: 100,
    lines: [
      { label: words.node, of: ['cpu'], colour: first },
      { label: words.itsGuests, of: ['guestsCpu'], colour: second },
    ],
    compared: [],
  },
  {
    id: 'memory',
    title: words.memory,
    say: sizeOfKiB,
    binary: true,
    top: memoryKiB,
    lines: [
      { label: words.node, of: ['usedKiB'], colour: first },
      { label: words.itsGuests, of: ['residentKiB'], colour: second },
    ],
    compared: [],
  },
  ...flows,
]
