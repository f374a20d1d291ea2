import { EventEmitter } from 'node:events'
import type { HostCertificates, Problem } from '@porthole/contract'
import type { Logger } from 'pino'
import type { Seal } from '../auth/seal.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/open-database.ts'
import { Fault } from '../fault.ts'
import { checkCertificates } from './host-certificates.ts'
import { HostLink, type HostRow } from './host-link.ts'
import { HostRows, type RowChange } from './host-rows.ts'
import { type HostUri, parseHostUri } from './host-uri.ts'
import { HostWays, type OwnCertificates } from './host-ways.ts'
import { type Known, LastKnown } from './last-known.ts'
import { ThisMachine } from './this-machine.ts'
import type { HostEvents, HostSnapshot, VmName, VmRecord } from './vm-record.ts'

/** What hosts need of the configuration. */
type HostsConfig = Pick<Config, 'localUri' | 'data' | 'plainTcp' | 'sshAgent' | 'hostNetworks'>

interface HostsParts {
  readonly database: Database
  readonly seal: Seal
  readonly log: Logger
  readonly config: HostsConfig
}

/** Where a host is, as somebody wrote it. */
interface PlaceInput {
  readonly uri: string
  readonly plainTcp?: boolean
  readonly certificates?: HostCertificates | null | undefined
}

type HostChange = Omit<RowChange, 'maintenance'> & { readonly maintenance?: boolean | undefined }

/** Where a host is, checked, with what getting there needs. */
export interface CheckedPlace {
  readonly uri: HostUri
  readonly plainTcp: boolean
  readonly certificates: HostCertificates | null
}

/** Every host that Porthole knows, each with its live link. */
export class Hosts {
  readonly #rows: HostRows
  readonly #lastKnown: LastKnown
  readonly #log: Logger
  readonly #config: HostsConfig
  readonly ways: HostWays
  readonly #links = new Map<string, HostLink>()
  /** The certificates of those hosts that have their own. */
  readonly #certificates = new Map<string, ReturnType<OwnCertificates>>()
  readonly changes = new EventEmitter<HostEvents>()
  #thisMachine: ThisMachine | null = null
  #looking = false

  constructor({ database, seal, log, config }: HostsParts) {
    this.#rows = new HostRows(database, seal)
    this.#lastKnown = new LastKnown(database, log, () => this.#links.values())
    this.#log = log
    this.#config = config
    this.ways = new HostWays(config)
    // One listener for each open event socket and console.
    this.changes.setMaxListeners(0)
  }

  /** Loads the hosts and begins to connect to each. A host that does not answer fails nothing here. */
  async start(): Promise<void> {
    const known = await this.#lastKnown.load()
    for (const { uri, plainTcp, certificates, ...row } of await this.#rows.all()) {
      try {
        this.#certificates.set(row.id, certificates)
        this.#link({ ...row, uri: this.#parse(uri, plainTcp) }, known.get(row.id))
      } catch (error) {
        this.#log.error({ err: error, host: row.id, uri }, 'a host in the database can not be used')
      }
    }
    if (await this.#rows.lacks(this.#config.localUri)) void this.#lookForThisMachine()
  }

  async stop(): Promise<void> {
    this.#thisMachine?.stop()
    await this.#lastKnown.stop()
    await Promise.all([...this.#links.values()].map(link => link.stop()))
    this.#links.clear()
    await this.ways.close()
  }

  list(): HostSnapshot[] {
    return [...this.#links.values()].map(link => link.snapshot())
  }

  /** Every VM of every host, those of hosts that are away as last known. */
  *vms(): Generator<VmRecord> {
    for (const link of this.#links.values()) yield* link.inventory.all()
  }

  /** Null for a host that is not there, or not any more. */
  find(id: string): HostLink | null {
    return this.#links.get(id) ?? null
  }

  link(id: string): HostLink {
    const link = this.find(id)
    if (link === null) throw new Fault('NOT_FOUND', 'There is no such host, or you may not see it.')
    return link
  }

  /** Of two VMs with the same UUID the one that is on, unless `host` says which; none that is not seen. */
  findVm({ id, host }: VmName, sees: (vm: VmRecord) => boolean = () => true): { link: HostLink; vm: VmRecord } {
    const found = [...this.#links.values()].flatMap(link => {
      const vm = host === undefined || host === link.id ? link.inventory.get(id.toLowerCase()) : undefined
      return vm === undefined || !sees(vm) ? [] : [{ link, vm }]
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

  /** @throws {Fault} BAD_INPUT where nobody could or should go there, with a sentence for the field */
  check({ uri, plainTcp = false, certificates = null }: PlaceInput): CheckedPlace {
    const parsed = this.#parse(uri, plainTcp)
    const { host, transport } = parsed.parts
    if (!this.ways.networks.permits(host ?? '')) {
      const message = 'No host may be at this address: see PORTHOLE_HOST_NETWORKS.'
      throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'uri', message }] } })
    }
    if (certificates !== null && transport !== 'tls') {
      const message = 'Only hosts by TLS use certificates.'
      throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'certificates.ca', message }] } })
    }
    if (certificates !== null) checkCertificates(certificates)
    return { uri: parsed, plainTcp, certificates }
  }

  async add(host: PlaceInput & { readonly name: string }): Promise<string> {
    const { name } = host
    const { uri, plainTcp, certificates } = this.check(host)
    const twin = this.list().find(other => other.uri === uri.text)
    if (twin !== undefined) throw taken('uri', `This URI is here already, as "${twin.name}".`)
    this.#checkName(name)
    const id = await this.#rows.add({ name, uri: uri.text, plainTcp, certificates })
    if (uri.text === this.#config.localUri) this.#forgetThisMachine()
    this.#certificates.set(id, certificates)
    this.#link({ id, name, uri, maintenance: null, labels: [], colour: null })
    return id
  }

  /** Certificates serve from the next connection on; a host that is away is tried at once. */
  async change(id: string, { maintenance, ...change }: HostChange): Promise<void> {
    const link = this.link(id)
    const before = link.snapshot()
    if (change.name !== undefined && change.name !== before.name) this.#checkName(change.name)
    if (change.certificates) this.check({ uri: before.uri, plainTcp: true, certificates: change.certificates })
    const since = before.maintenance ?? new Date().toISOString()
    const row = maintenance === undefined ? change : { ...change, maintenance: maintenance ? since : null }
    await this.#rows.change(id, row)
    const said = Object.entries(row).filter(([, value]) => value !== undefined)
    link.mark({ ...before, ...Object.fromEntries(said) })
    if (change.certificates === undefined) return
    this.#certificates.set(id, change.certificates)
    link.retry()
  }

  /** Something was done about what kept the hosts at a place away. */
  retry({ parts: { host, port } }: HostUri): void {
    for (const link of this.#links.values()) {
      const { parts } = link.uri
      if (parts.host === host && parts.port === port) link.retry()
    }
  }

  notes(id: string): Promise<string> {
    return this.#rows.notes(id)
  }

  certificates(id: string): ReturnType<OwnCertificates> {
    return this.#certificates.get(id) ?? null
  }

  /** Forgets a host: nothing on it is touched, and this machine does not come back by itself. */
  async remove(id: string): Promise<void> {
    const link = this.link(id)
    await this.#rows.remove(id)
    this.#links.delete(id)
    this.#certificates.delete(id)
    await link.stop()
    link.inventory.keepOnly(new Set())
    await this.#lastKnown.forget(id)
    this.changes.emit('host-gone', id)
  }

  #checkName(name: string): void {
    if (this.list().some(other => other.name === name)) throw taken('name', `A host is called "${name}" already.`)
  }

  #parse(uri: string, confirmed = false): HostUri {
    return parseHostUri(uri, { plainTcp: this.#config.plainTcp, confirmed })
  }

  #link(row: Omit<HostRow, 'way'>, known?: Known): void {
    const way = this.ways.to(row.uri, () => this.certificates(row.id))
    const link = new HostLink({ ...row, way }, this.changes, this.#log, known)
    this.#links.set(row.id, link)
    this.changes.emit('host', link.snapshot())
    link.start()
  }

  async #lookForThisMachine(): Promise<void> {
    const tried = () => {
      this.#looking = false
    }
    try {
      const { localUri } = this.#config
      const uri = this.#parse(localUri)
      const machine = new ThisMachine(
        uri,
        this.ways.to(uri, () => null),
        this.#log,
      )
      this.#thisMachine = machine
      this.#looking = true
      const hostname = await machine.answers(tried)
      if (hostname === null || this.#thisMachine !== machine) return
      this.#thisMachine = null
      await this.add({ name: hostname, uri: localUri })
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

const taken = (path: string, message: string): Fault =>
  new Fault('NAME_TAKEN', message, { data: { issues: [{ path, message }] } })
