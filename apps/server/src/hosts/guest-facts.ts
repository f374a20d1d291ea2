import type { AddressSource } from '@porthole/contract'
import {
  ConnectListAllNetworksFlags,
  DomainGuestInfoTypes,
  DomainInterfaceAddressesSource,
  type Reply,
} from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from './host-link.ts'
import type { VmRecord } from './vm-record.ts'

const tickMs = 5_000
/** All leases of a network come in one call. */
const leasesMs = 60_000
/** ARP and agent are asked VM by VM. */
const eachMs = 300_000
/** A guest that boots gets its address after some seconds, or after its file systems were checked. */
const afterStartMs = [8_000, 25_000, 80_000]
const deadlineMs = 10_000
const { ARP, AGENT } = DomainInterfaceAddressesSource
const sources = { agent: AGENT, arp: ARP } as const
const mostAddresses = 16

type Interfaces = Reply<'domainInterfaceAddresses'>['ifaces']
type Source = 'leases' | 'arp'

/** An address, and who told it. */
interface Told {
  readonly ip: string
  readonly source: AddressSource
}

/**
 * What no event tells of running guests: their addresses, and what system they are. Asked on a slow cycle, one guest
 * at a time, so that a guest agent that hangs keeps nobody but the next guest waiting.
 */
export class GuestFacts {
  readonly #link: HostLink
  readonly #timer: NodeJS.Timeout
  /** When each is asked next, and whether its agent was there when it was looked at last. */
  readonly #due = new Map<string, { times: number[]; agent: boolean }>()
  /** What this host's driver can not tell is not asked again. */
  readonly #lacking = new Set<Source>()
  #leases = new Map<string, string[]>()
  #leasesDue = 0
  /** Those that ran already when the host was met have been told from those that start. */
  #met = false
  #asking = false

  constructor(link: HostLink) {
    this.#link = link
    this.#timer = setInterval(() => void this.#tick(), tickMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** The host was read whole: its daemon may be another than before. */
  restart(): void {
    this.#lacking.clear()
    this.#due.clear()
    this.#met = false
    this.#leasesDue = 0
    void this.#tick()
  }

  async #tick(): Promise<void> {
    if (this.#asking || !this.#link.connected) return
    this.#asking = true
    try {
      const running = [...this.#link.inventory.all()].filter(({ active }) => active)
      const due = this.#whoIsDue(running, Date.now())
      if (due.length > 0 || Date.now() >= this.#leasesDue) {
        await this.#readLeases()
        for (const vm of running) this.#learnLeases(vm)
      }
      for (const vm of due) if (this.#link.connected) await this.#ask(vm)
    } finally {
      this.#asking = false
    }
  }

  #whoIsDue(running: readonly VmRecord[], now: number): VmRecord[] {
    const alive = new Set(running.map(({ id }) => id))
    for (const id of this.#due.keys()) if (!alive.has(id)) this.#due.delete(id)
    const first = !this.#met
    this.#met = true
    return running.filter(({ id, agent }) => {
      const known = this.#due.get(id)
      const times = known?.times ?? (first ? [now] : afterStartMs.map(ms => now + ms))
      const came = agent && known?.agent === false
      this.#due.set(id, { times, agent })
      return came || (times[0] ?? 0) <= now
    })
  }

  async #readLeases(): Promise<void> {
    this.#leasesDue = Date.now() + leasesMs
    if (this.#lacking.has('leases')) return
    const leases = new Map<string, string[]>()
    const networks = await this.#try(
      'leases',
      this.#link.call('connectListAllNetworks', { need_results: 1, flags: ConnectListAllNetworksFlags.ACTIVE }),
    )
    for (const net of networks?.nets ?? []) {
      // A network without DHCP of its own says no, which says nothing about the others.
      const told = await this.#link.call('networkGetDhcpLeases', { net, mac: null }).catch(() => null)
      for (const { mac, ipaddr } of told?.leases ?? []) {
        const key = mac?.toLowerCase() ?? ''
        leases.set(key, [...(leases.get(key) ?? []), ipaddr])
      }
    }
    this.#leases = leases
  }

  /** Between two questions to a guest its leases are news enough, where nobody knows better. */
  #learnLeases(vm: VmRecord): void {
    const ips = this.#leased(vm)
    if (ips.length > 0 && vm.ips.length === 0) this.#link.inventory.learn(vm.id, { ips: outside(ips), os: null })
  }

  #leased({ macs }: VmRecord): Told[] {
    return macs.flatMap(mac => this.#leases.get(mac) ?? []).map(ip => ({ ip, source: 'lease' }))
  }

  async #ask(vm: VmRecord): Promise<void> {
    const { id, dom, agent } = vm
    const later = this.#due.get(id)?.times.filter(time => time > Date.now()) ?? []
    this.#due.set(id, { times: later.length > 0 ? later : [Date.now() + eachMs], agent })
    const byAgent = agent ? await this.#interfaces(vm, 'agent').catch(() => null) : null
    const told = byAgent ?? [...this.#leased(vm), ...(await this.#byArp(vm))]
    const os = agent ? await this.#system(dom).catch(() => null) : null
    this.#link.inventory.learn(id, { ips: outside(told), os })
  }

  /**
   * libvirt 9.0 can not read the table of newer Linux ("wrong nlmsg len": the end now comes in the same message). Nothing
   * else that a daemon tells has it, so that such a host's guests are known by leases and agents alone.
   */
  async #byArp(vm: VmRecord): Promise<Told[]> {
    if (vm.macs.length === 0 || this.#lacking.has('arp')) return []
    return (await this.#try('arp', this.#interfaces(vm, 'arp'))) ?? []
  }

  async #interfaces({ dom }: VmRecord, who: keyof typeof sources): Promise<Told[]> {
    const asked = { dom, source: sources[who], flags: 0 }
    const { ifaces } = await this.#link.call('domainInterfaceAddresses', asked, { deadlineMs })
    return addressesOf(ifaces).map(ip => ({ ip, source: who }))
  }

  async #system(dom: VmRecord['dom']): Promise<string | null> {
    const args = { dom, types: DomainGuestInfoTypes.OS, flags: 0 }
    const { params } = await this.#link.call('domainGetGuestInfo', args, { deadlineMs })
    const name = params['os.pretty-name'] ?? params['os.name']
    return typeof name === 'string' ? name : null
  }

  /** Null where the host says no; where its driver can not at all, it is not asked again. */
  async #try<T>(source: Source, asked: Promise<T>): Promise<T | null> {
    try {
      return await asked
    } catch (error) {
      if (error instanceof Fault && error.code === 'NOT_SUPPORTED') this.#lacking.add(source)
      return null
    }
  }
}

const addressesOf = (interfaces: Interfaces): string[] =>
  interfaces.flatMap(({ name, addrs }) => (name === 'lo' ? [] : addrs.map(({ addr }) => addr)))

/** Those at which others reach it, IPv4 first; no loopback, and no address that holds on one wire alone. */
function outside(told: readonly Told[]): Map<string, AddressSource> {
  const others = told.filter(({ ip }) => !/^(127\.|169\.254\.|::1$|fe80:)/i.test(ip))
  const sorted = others.toSorted((a, b) => Number(a.ip.includes(':')) - Number(b.ip.includes(':')))
  const first = new Map<string, AddressSource>()
  for (const { ip, source } of sorted) if (!first.has(ip) && first.size < mostAddresses) first.set(ip, source)
  return first
}
