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
  #due: NodeJS.Timeout | undefined
  #timer: NodeJS.Timeout | undefined
  #lastAt = Number.NEGATIVE_INFINITY
  #sending: Promise<void> | null = null
  #putting = Promise.resolve()

  constructor(parts: SenderParts, pace: SenderPace = { gatherMs, betweenMs }) {
    this.#parts = parts
    this.#pace = pace
  }

  /** Begins with what a server left that died while it gathered. */
  start(): void {
    this.#parts.alerts.changes.on('turned', this.#gather)
    this.#timer = setInterval(() => void this.#look(), lookMs).unref()
    void this.#put(new Date()).then(() => this.send())
  }

  /** What was gathered is in a message when this resolves: the next start sends it. */
  async stop(): Promise<void> {
    this.#parts.alerts.changes.off('turned', this.#gather)
    clearInterval(this.#timer)
    clearTimeout(this.#due)
    await this.#put(new Date())
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

  /** What turned stands in the database until it is in a message: here is only when to look. */
  readonly #gather = (): void => {
    const wait = Math.max(this.#pace.gatherMs, this.#lastAt + this.#pace.betweenMs - performance.now())
    this.#due ??= setTimeout(() => {
      this.#due = undefined
      void this.#put(new Date()).then(() => this.send())
    }, wait).unref()
  }

  /** Takes over, too, what another server gathered that leads no more. */
  async #look(): Promise<void> {
    if (this.#due === undefined) await this.#put(new Date(Date.now() - this.#pace.gatherMs))
    await this.send()
  }

  /** Makes one message for each channel of what turned until then; what was put into one is in no other. */
  #put(until: Date): Promise<void> {
    this.#putting = this.#putting.then(() => this.#putAll(until))
    return this.#putting
  }

  async #putAll(until: Date): Promise<void> {
    const { alerts, channels, database, origin, log, leads } = this.#parts
    if (!leads()) return
    try {
      const { turned, last } = await alerts.rows.unsent(until)
      if (last === null) return
      const now = new Date()
      // What somebody acknowledged is known, and that it ended, too.
      const news = turned.filter(alert => !isAcknowledged(alert, now))
      const { email, webhook } = await channels.read()
      const data = [['email', email] as const, ['webhook', webhook] as const].flatMap(([channel, settings]) => {
        const some = settings?.enabled ? news.filter(alert => isSevere(alert, settings.severity)) : []
        if (some.length === 0) return []
        const message = messageOf(some, origin)
        return [{ id: message.id, channel, body: JSON.stringify(message), nextAt: now }]
      })
      if (data.length > 0) this.#lastAt = performance.now()
      await database.$transaction([
        database.alertMessage.createMany({ data }),
        database.alert.updateMany({ where: { unsent: { lte: last } }, data: { unsent: null } }),
      ])
    } catch (error) {
      log.warn({ err: error }, 'a message about alerts could not be kept')
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
