import type { AlertSeverity } from '@porthole/contract'
import type { Logger } from 'pino'
import { type AlertRecord, isAcknowledged } from '../alerts/alert-record.ts'
import type { Alerts } from '../alerts/alerts.ts'
import type { Database } from '../database/open-database.ts'
import type { ChannelId, ChannelRows, Channels } from './channels.ts'
import { emailText, type Message, messageOf } from './message.ts'
import { sendEmail } from './send-email.ts'
import { sendWebhook } from './send-webhook.ts'
import { reasonOf } from './steps.ts'

/** What happens together is one message: a host that dies with its VMs, a switch that takes ten hosts with it. */
const gatherMs = 10_000
/** However much happens, nobody gets more than one message in this time. */
const betweenMs = 60_000
const lookMs = 5000
/** Seconds until what could not be sent is tried again; after the last it is given up. */
const pauses = [10, 30, 120, 600, 1800, 3600]

interface SenderParts {
  readonly database: Database
  readonly alerts: Alerts
  readonly channels: ChannelRows
  readonly log: Logger
  /** Of several servers one sends. */
  readonly leads: () => boolean
  readonly origin: string | null
}

export interface SenderPace {
  readonly gatherMs: number
  readonly betweenMs: number
}

/** Sends what began and what ended, gathered for a while, and tries again what could not be sent. */
export class AlertSender {
  readonly #parts: SenderParts
  readonly #pace: SenderPace
  readonly #gathered = new Map<string, AlertRecord>()
  #due: NodeJS.Timeout | undefined
  #timer: NodeJS.Timeout | undefined
  #lastAt = Number.NEGATIVE_INFINITY
  #sending: Promise<void> | null = null

  constructor(parts: SenderParts, pace: SenderPace = { gatherMs, betweenMs }) {
    this.#parts = parts
    this.#pace = pace
  }

  start(): void {
    this.#parts.alerts.changes.on('turned', this.#gather)
    this.#timer = setInterval(() => void this.send(), lookMs).unref()
  }

  /** What was gathered is in the database when this resolves: the next start sends it. */
  async stop(): Promise<void> {
    this.#parts.alerts.changes.off('turned', this.#gather)
    clearInterval(this.#timer)
    clearTimeout(this.#due)
    if (this.#gathered.size > 0) await this.#put()
    await this.#sending
  }

  /** Sends what is due, each channel by itself; once at a time. */
  send(): Promise<void> {
    this.#sending ??= this.#sendDue()
      .catch(error => this.#parts.log.warn({ err: error }, 'the messages about alerts could not be looked after'))
      .finally(() => {
        this.#sending = null
      })
    return this.#sending
  }

  readonly #gather = (turned: readonly AlertRecord[]): void => {
    const now = new Date()
    // What somebody acknowledged is known, and that it ended, too.
    for (const alert of turned) if (!isAcknowledged(alert, now)) this.#gathered.set(alert.id, alert)
    if (this.#gathered.size === 0 || this.#due !== undefined) return
    const wait = Math.max(this.#pace.gatherMs, this.#lastAt + this.#pace.betweenMs - performance.now())
    this.#due = setTimeout(() => {
      this.#due = undefined
      this.#lastAt = performance.now()
      void this.#put().then(() => this.send())
    }, wait).unref()
  }

  async #put(): Promise<void> {
    const { channels, database, origin, log } = this.#parts
    const alerts = [...this.#gathered.values()]
    this.#gathered.clear()
    try {
      const { email, webhook } = await channels.read()
      const data = [['email', email] as const, ['webhook', webhook] as const].flatMap(([channel, settings]) => {
        const some = settings?.enabled ? alerts.filter(alert => isSevere(alert, settings.severity)) : []
        if (some.length === 0) return []
        const message = messageOf(some, origin)
        return [{ id: message.id, channel, body: JSON.stringify(message), nextAt: new Date() }]
      })
      if (data.length > 0) await database.alertMessage.createMany({ data })
    } catch (error) {
      log.warn({ err: error }, 'a message about alerts could not be kept')
      for (const alert of alerts) if (!this.#gathered.has(alert.id)) this.#gathered.set(alert.id, alert)
    }
  }

  async #sendDue(): Promise<void> {
    const { database, channels, leads } = this.#parts
    if (!leads()) return
    const due = await database.alertMessage.findMany({
      where: { nextAt: { lte: new Date() } },
      orderBy: { createdAt: 'asc' },
      take: 50,
    })
    if (due.length === 0) return
    const settings = await channels.read()
    await Promise.all(
      (['email', 'webhook'] as const).map(async channel => {
        for (const row of due.filter(row => row.channel === channel)) {
          if (!(await this.#sendOne(channel, settings, row))) return
        }
      }),
    )
  }

  async #sendOne(
    channel: ChannelId,
    settings: Channels,
    { id, body, attempts }: { id: string; body: string; attempts: number },
  ): Promise<boolean> {
    const { database, channels, log } = this.#parts
    try {
      await deliver(channel, settings, id, body)
      await database.alertMessage.deleteMany({ where: { id } })
      await channels.sent(channel)
      return true
    } catch (error) {
      const failure = reasonOf(error)
      const pause = pauses[attempts]
      log.warn({ channel, failure, attempts: attempts + 1, givenUp: pause === undefined }, 'alerts could not be sent')
      await channels.failed(channel, failure)
      if (pause === undefined) await database.alertMessage.deleteMany({ where: { id } })
      else {
        const nextAt = new Date(Date.now() + pause * 1000)
        await database.alertMessage.updateMany({ where: { id }, data: { attempts: attempts + 1, nextAt } })
      }
      return false
    }
  }
}

const nobody = () => {}

async function deliver(channel: ChannelId, { email, webhook }: Channels, id: string, body: string): Promise<void> {
  if (channel === 'email' && email) await sendEmail(email, emailText(JSON.parse(body) as Message), nobody)
  if (channel === 'webhook' && webhook) {
    await sendWebhook({ url: webhook.url, secret: webhook.secret ?? '' }, id, body, nobody)
  }
}

const isSevere = ({ severity }: AlertRecord, least: AlertSeverity) => least === 'warning' || severity === 'critical'
