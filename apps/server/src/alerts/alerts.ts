import { EventEmitter } from 'node:events'
import { alertFigures } from '@porthole/contract'
import type { Logger } from 'pino'
import type { Access } from '../access/access.ts'
import type { Database } from '../database/open-database.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { HostSnapshot, VmHappening } from '../hosts/vm-record.ts'
import { PoolRoom } from '../pools/pool-room.ts'
import type { History } from '../stats/history.ts'
import { type Acknowledged, type AlertRecord, alertKey, type RuleRecord } from './alert-record.ts'
import { AlertRows } from './alert-rows.ts'
import { type Comparison, compare, type RuleCounts, sameToReaders } from './compare.ts'

const lookMs = 5000
/** What changes together is looked at together. */
const soonMs = 300
const pruneMs = 3_600_000

interface AlertsParts {
  readonly database: Database
  readonly hosts: Hosts
  readonly access: Access
  readonly history: Pick<History, 'nodeOf'>
  readonly log: Logger
  /** Of several servers one looks, and all tell. */
  readonly leads: () => boolean
  /** Other servers may write into the database, too. */
  readonly shared: boolean
}

interface AlertsEvents {
  /** An alert as it is now. */
  alert: [AlertRecord]
  /** One that never fired, and of which nothing is left. */
  gone: [AlertRecord]
  /** Those that began or ended together. */
  turned: [readonly AlertRecord[]]
}

/** Watches what the rules say, from figures and events that come anyway, and remembers what it found. */
export class Alerts {
  readonly changes = new EventEmitter<AlertsEvents>()
  readonly rows: AlertRows
  readonly pools: PoolRoom
  readonly #parts: AlertsParts
  readonly #open = new Map<string, AlertRecord>()
  readonly #silenced = new Map<string, Acknowledged>()
  readonly #crashes = new Set<string>()
  #rules: readonly RuleRecord[] = []
  #counts: ReadonlyMap<string, RuleCounts> = new Map()
  #loaded = false
  #looking: Promise<void> | null = null
  #again = false
  #timer: NodeJS.Timeout | undefined
  #soon: NodeJS.Timeout | undefined
  #prunedAt = 0

  constructor(parts: AlertsParts) {
    this.#parts = parts
    this.rows = new AlertRows(parts.database)
    this.pools = new PoolRoom(parts.log)
    // One listener for each open event socket.
    this.changes.setMaxListeners(0)
  }

  start(): void {
    this.#parts.hosts.changes.on('happened', this.#happened).on('host', this.#hostChanged)
    this.#timer = setInterval(() => void this.look(), lookMs).unref()
    void this.look()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    clearTimeout(this.#soon)
    this.#parts.hosts.changes.off('happened', this.#happened).off('host', this.#hostChanged)
    this.#again = false
    await this.#looking
  }

  rules(): readonly RuleRecord[] {
    return this.#rules
  }

  countsOf(rule: string): RuleCounts {
    return this.#counts.get(rule) ?? { watched: 0, unknown: 0 }
  }

  /** Those that have not ended. */
  open(): IterableIterator<AlertRecord> {
    return this.#open.values()
  }

  openById(id: string): AlertRecord | undefined {
    return [...this.#open.values()].find(alert => alert.id === id)
  }

  /** Somebody changed the rules: they hold when this resolves. */
  async rulesChanged(): Promise<void> {
    this.#rules = await this.rows.rules()
    await this.look()
  }

  /** Somebody knows of it, or takes that back. */
  async acknowledge(alert: AlertRecord, acknowledged: Acknowledged | null): Promise<void> {
    const key = alertKey(alert.ruleId, alert)
    const changed = { ...(this.#open.get(key) ?? alert), acknowledged }
    await this.rows.acknowledge(changed)
    if (acknowledged === null) this.#silenced.delete(key)
    this.#open.set(key, changed)
    this.changes.emit('alert', changed)
  }

  /** Looks at everything once; whoever asks meanwhile gets one more look together. */
  look(): Promise<void> {
    this.#again = true
    this.#looking ??= this.#lookUntilDone().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #lookUntilDone(): Promise<void> {
    while (this.#again) {
      this.#again = false
      try {
        await this.#lookOnce(new Date())
      } catch (error) {
        this.#parts.log.warn({ err: error }, 'the alerts could not be looked after')
      }
    }
  }

  async #lookOnce(now: Date): Promise<void> {
    const leads = this.#parts.leads()
    if (!this.#loaded || !leads || this.#parts.shared) await this.#load(now, leads)
    if (!leads || (this.#rules.length === 0 && this.#open.size === 0)) {
      // Whoever leads, or begins to ask, later does not ask for what is long past.
      this.#crashes.clear()
      return
    }
    const crashes = new Set(this.#crashes)
    const comparison = await this.#compare(now, crashes)
    await this.rows.write(comparison, now)
    for (const crash of crashes) this.#crashes.delete(crash)
    this.#counts = comparison.counts
    this.#apply(comparison, now)
    if (now.getTime() - this.#prunedAt < pruneMs) return
    this.#prunedAt = now.getTime()
    await this.rows.prune(now)
  }

  #compare(now: Date, crashes: ReadonlySet<string>): Promise<Comparison> {
    const { hosts, access, history } = this.#parts
    const links = hosts.list().map(({ id }) => hosts.link(id))
    const rules = this.#rules.filter(({ enabled }) => enabled)
    if (rules.some(({ figure }) => alertFigures[figure].about === 'pool')) {
      for (const link of links) this.pools.keep(link, () => this.#lookSoon())
    }
    const parts = { links, placements: access.placements, history, pools: this.pools, crashes }
    return compare(parts, { rules, open: this.#open, silenced: this.#silenced }, now)
  }

  #apply({ begun, changed, dropped, refreshed }: Comparison, now: Date): void {
    const turned: AlertRecord[] = []
    for (const { ruleId, value, ...about } of refreshed) {
      const open = this.#open.get(alertKey(ruleId, about))
      if (open) this.#open.set(alertKey(ruleId, about), { ...open, value })
    }
    for (const record of [...begun, ...changed]) {
      const key = alertKey(record.ruleId, record)
      const before = this.#open.get(key)
      // Somebody may have acknowledged it while the rest was written.
      const alert = before === undefined ? record : { ...record, acknowledged: before.acknowledged }
      if (alert.state === 'resolved') this.#close(key, alert, now)
      else this.#open.set(key, alert)
      if (alert.state !== 'pending' && alert.state !== before?.state) turned.push(alert)
      this.changes.emit('alert', alert)
    }
    for (const alert of dropped) {
      this.#open.delete(alertKey(alert.ruleId, alert))
      this.changes.emit('gone', alert)
    }
    if (turned.length > 0) this.changes.emit('turned', turned)
  }

  #close(key: string, { acknowledged }: AlertRecord, now: Date): void {
    this.#open.delete(key)
    if (acknowledged?.until && acknowledged.until > now) this.#silenced.set(key, acknowledged)
    else this.#silenced.delete(key)
  }

  /** Begins with what the database has; of several servers, those that do not look follow the one that does. */
  async #load(now: Date, leads: boolean): Promise<void> {
    this.#rules = await this.rows.rules()
    const stored = new Map((await this.rows.open()).map(alert => [alertKey(alert.ruleId, alert), alert]))
    const first = !this.#loaded
    this.#loaded = true
    if (first) {
      for (const [key, alert] of stored) this.#open.set(key, alert)
      for (const alert of await this.rows.silenced(now)) this.#close(alertKey(alert.ruleId, alert), alert, now)
      return
    }
    for (const [key, alert] of stored) {
      const before = this.#open.get(key)
      if (leads && before === undefined) continue
      const next = leads && before ? { ...before, acknowledged: alert.acknowledged } : { ...alert, measured: true }
      this.#open.set(key, next)
      if (before === undefined || !sameToReaders(before, next)) this.changes.emit('alert', next)
    }
    if (leads) return
    for (const [key, alert] of this.#open) {
      if (stored.has(key)) continue
      this.#open.delete(key)
      const ended = await this.rows.find(alert.id)
      if (ended === null) this.changes.emit('gone', alert)
      else this.changes.emit('alert', ended)
    }
  }

  readonly #happened = ({ action, host, id }: VmHappening): void => {
    if (action !== 'vmCrashed') return
    this.#crashes.add(`${host} ${id}`)
    this.#lookSoon()
  }

  readonly #hostChanged = ({ id, state }: HostSnapshot): void => {
    if (state !== 'connected') this.pools.forget(id)
    this.#lookSoon()
  }

  #lookSoon(): void {
    if (this.#rules.length === 0) return
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      void this.look()
    }, soonMs).unref()
  }
}
