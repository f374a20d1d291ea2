import { type HistoryRange, type VmHistory, vmSeries } from '@porthole/contract'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { vmObject } from './history.ts'
import { seriesOf } from './series.ts'

type Input = VmName & { range: HistoryRange }

export const getVmHistory: Verb<Input, VmHistory> = async ({ history }, { id, range }) =>
  seriesOf(await history.read([vmObject(id.toLowerCase())], range), vmSeries)
