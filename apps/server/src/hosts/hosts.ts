import { EventEmitter } from 'node:events'
import type { Problem } from '@porthole/contract'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/open-database.ts'
import { Fault } from '../fault.ts'
import { HostLink, type HostRow } from './host-link.ts'
import { HostRows } from './host-rows.ts'
import { type HostUri, parseHostUri } from './host-uri.ts'
import { HostWays } from './host-ways.ts'
import { ThisMachine } from './this-machine.ts'
import type { HostEvents, HostSnapshot, VmName, VmRecord } from './vm-record.ts'

/** What hosts need of the configuration. */
type HostsConfig = Pick<Config, 'localUri' | 'data' | 'plainTcp' | 'sshAgent'>

/** Every host that Porthole knows, each with its live link. */
export class Hosts {
  readonly #rows: HostRows
  readonly #log: Logger
  readonly #localUri: string
  readonly #plainTcp: boolean
  readonly #ways: HostWays
  readonly #links = new Map<string, HostLink>()
  readonly changes = new EventEmitter<HostEvents>()
  #thisMachine: ThisMachine | null = null
  #looking = false

  constructor({ database, log, config }: { database: Database; log: Logger; config: HostsConfig }) {
    this.#rows = new HostRows(database)
    this.#log = log
    this.#localUri = config.localUri
    this.#plainTcp = config.plainTcp
    this.#ways = new HostWays(config)
    // One listener for each open event socket and console.
    this.changes.setMaxListeners(0)
  }

  /** Loads the hosts and begins to connect to each. A host that does not answer fails nothing here. */
  async start(): Promise<void> {
    for (const { id, name, uri } of await this.#rows.all()) {
      try {
        this.#link({ id, name, uri: this.#parse(uri) })
      } catch (error) {
        this.#log.error({ err: error, host: id, uri }, 'a host in the database can not be used')
      }
    }
    if (await this.#rows.lacks(this.#localUri)) void this.#lookForThisMachine()
  }

  async stop(): Promise<void> {
    this.#thisMachine?.stop()
    await Promise.all([...this.#links.values()].map(link => link.stop()))
    this.#links.clear()
    await this.#ways.close()
  }

  list(): HostSnapshot[] {
    return [...this.#links.values()].map(link => link.snapshot())
  }

  /** Every VM of every host, those of hosts that are away as last known. */
  *vms(): Generator<VmRecord> {
    for (const link of this.#links.values()) yield* link.inventory.all()
  }

  link(id: string): HostLink {
    const link = this.#links.get(id)
    if (link === undefined) throw new Fault('NOT_FOUND', 'There is no such host, or you may not see it.')
    return link
  }

  /** Of two VMs with the same UUID the one that is on, unless `host` says which. */
  findVm({ id, host }: VmName): { link: HostLink; vm: VmRecord } {
    const found = [...this.#links.values()].flatMap(link => {
      const vm = host === undefined || host === link.id ? link.inventory.get(id.toLowerCase()) : undefined
      return vm === undefined ? [] : [{ link, vm }]
    })
    const best = found.find(({ vm }) => vm.active) ?? found[0]
    if (best === undefined) throw new Fault('NOT_FOUND', 'There is no such VM, or you may not see it.')
    return best
  }

  /** Why this machine's own libvirt is not among the hosts; null when it is, or was removed on purpose. */
  get thisMachine(): Problem | null {
    return this.#thisMachine?.problem ?? null
  }

  /** True when every host has answered or failed once. */
  ready(): boolean {
    return !this.#looking && this.list().every(({ state }) => state !== 'connecting')
  }

  async add({ name, uri }: { name: string; uri: string }): Promise<string> {
    const parsed = this.#parse(uri)
    const twin = this.list().find(host => host.uri === uri || host.name === name)
    if (twin !== undefined) {
      const what =
        twin.uri === uri ? `This URI is here already, as "${twin.name}".` : `A host is called "${name}" already.`
      throw new Fault('NAME_TAKEN', what)
    }
    const id = await this.#rows.add({ name, uri })
    if (uri === this.#localUri) this.#forgetThisMachine()
    this.#link({ id, name, uri: parsed })
    return id
  }

  /** Forgets a host: nothing on it is touched, and this machine does not come back by itself. */
  async remove(id: string): Promise<void> {
    const link = this.link(id)
    await this.#rows.remove(id)
    this.#links.delete(id)
    await link.stop()
    link.inventory.keepOnly(new Set())
    this.changes.emit('host-gone', id)
  }

  #parse(uri: string): HostUri {
    return parseHostUri(uri, { plainTcp: this.#plainTcp })
  }

  #link(row: Omit<HostRow, 'way'>): void {
    const link = new HostLink({ ...row, way: this.#ways.to(row.uri) }, this.changes, this.#log)
    this.#links.set(row.id, link)
    this.changes.emit('host', link.snapshot())
    link.start()
  }

  async #lookForThisMachine(): Promise<void> {
    const tried = () => {
      this.#looking = false
    }
    try {
      const uri = this.#parse(this.#localUri)
      const machine = new ThisMachine(uri, this.#ways.to(uri), this.#log)
      this.#thisMachine = machine
      this.#looking = true
      const hostname = await machine.answers(tried)
      if (hostname === null || this.#thisMachine !== machine) return
      this.#thisMachine = null
      await this.add({ name: hostname, uri: this.#localUri })
    } catch (error) {
      this.#log.error({ err: error }, 'this machine could not be added')
    } finally {
      tried()
    }
  }

  #forgetThisMachine(): void {
    this.#thisMachine?.stop()
    this.#thisMachine = null
  }
}
