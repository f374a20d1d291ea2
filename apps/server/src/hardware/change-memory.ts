import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { changeAmount } from './change-amount.ts'
import { guestMs } from './in-each-state.ts'

interface Change extends VmName {
  readonly memoryMiB?: number | undefined
  readonly maxMemoryMiB?: number | undefined
  readonly now: boolean
}

const inKiB = (mib: number | undefined) => (mib === undefined ? undefined : mib * 1024)

export const changeMemory: Verb<Change, Record<string, never>> = (core, input) =>
  changeAmount(core, input, {
    ...{ kind: 'memory', fields: { have: 'memoryMiB', most: 'maxMemoryMiB' }, now: input.now },
    ...{ have: inKiB(input.memoryMiB), most: inKiB(input.maxMemoryMiB) },
    read: ({ memory, maxMemory }) => ({ have: Number(memory ?? 0), most: Number(maxMemory ?? 0) }),
    set: (link, { dom }, kib, flags) =>
      link.call('domainSetMemoryFlags', { dom, memory: BigInt(kib), flags }, { deadlineMs: guestMs }),
    words: kib => `${Math.floor(kib / 1024).toLocaleString('en')} MiB`,
  })
