import { type HistoryRange, type HostHistory, hostSeries } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { hostObject } from './history.ts'
import { seriesOf } from './series.ts'

type Input = { host: string; range: HistoryRange }

export const getHostHistory: Verb<Input, HostHistory> = async ({ history }, { host, range }) =>
  seriesOf(await history.read([hostObject(host)], range), hostSeries)
