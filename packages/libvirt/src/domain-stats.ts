import type { CallOptions } from './calls.ts'
import type { Connection } from './connection.ts'
import type { Domain, DomainStatsRecord } from './protocol/structures.gen.ts'

/** How many domains are asked about in one call, unless told otherwise: some 10 ms of decoding. */
const usualPortion = 200

/** How many portions are on their way at once: the daemon fetches one while the other is decoded. */
const ahead = 2

/** What `allDomainStats` may be told. */
export interface DomainStatsOptions extends CallOptions {
  /** The domains; left out, all that the host has. */
  doms?: readonly Domain[]
  /** Groups of statistics (`DomainStatsTypes`, one or more by `|`). Default 0: all that this host knows. */
  stats?: number
  /** `ConnectGetAllDomainStatsFlags`; those that choose domains work only where `doms` is left out. Default 0. */
  flags?: number
  /** Domains in one call. Default: 200. */
  portion?: number
}

/** What statistics are read from: a connection or a pool. */
type Asked = Pick<Connection, 'call'>

/** The flags of virConnectGetAllDomainStats that choose among domains, which are those of virConnectListAllDomains. */
const choosingFlags = 0xff

/**
 * Reads statistics of many domains in portions, in the order of the domains.
 * One reply about 10,000 domains has some 15 MB: decoding it whole would stop everything else for a quarter of a second,
 * and the daemon would hold it in memory too. A domain that vanishes meanwhile is left out, as libvirt does.
 * https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetAllDomainStats
 */
export async function* allDomainStats(
  host: Asked,
  options: DomainStatsOptions = {},
): AsyncGenerator<DomainStatsRecord[], void, undefined> {
  const { doms, stats = 0, flags = 0, portion = usualPortion, ...how } = options
  const all = doms ?? (await host.call('connectListAllDomains', { flags: flags & choosingFlags }, how)).domains
  const asked: Promise<DomainStatsRecord[]>[] = []
  const ask = (start: number): Promise<DomainStatsRecord[]> => {
    const some = all.slice(start, start + portion)
    const reply = host.call(
      'connectGetAllDomainStats',
      { doms: some, stats, flags: (flags & ~choosingFlags) >>> 0 },
      how,
    )
    const records = reply.then(({ retStats }) => retStats)
    // Who stops reading does not wait for what was asked ahead, and must not be told of its failure.
    records.catch(() => {})
    return records
  }
  let next = 0
  while (next < all.length || asked.length > 0) {
    for (; asked.length < ahead && next < all.length; next += portion) asked.push(ask(next))
    const records = await asked.shift()
    if (records) yield records
  }
}
