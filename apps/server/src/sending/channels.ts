import { AlertEmail, type AlertSending, AlertWebhook } from '@porthole/contract'
import type { Seal } from '../auth/seal.ts'
import type { Database } from '../database/open-database.ts'

export type ChannelId = 'email' | 'webhook'

export interface Channels {
  readonly email: (AlertEmail & { readonly password: string | null }) | null
  readonly webhook: (AlertWebhook & { readonly secret: string | null }) | null
}

const sealedFor = (id: ChannelId) => `alert-channel:${id}`

/** Where alerts are sent, as administrators set it. */
export class ChannelRows {
  readonly #database: Database
  readonly #seal: Seal

  constructor(database: Database, seal: Seal) {
    this.#database = database
    this.#seal = seal
  }

  async read(): Promise<Channels> {
    const rows = await this.#database.alertChannel.findMany()
    const of = (id: ChannelId) => rows.find(row => row.id === id)
    const [email, webhook] = [of('email'), of('webhook')]
    const opened = (id: ChannelId, secret: string | null) => secret && this.#seal.open(secret, sealedFor(id))
    return {
      email: email
        ? { ...AlertEmail.parse(JSON.parse(email.settings)), password: opened('email', email.secret) }
        : null,
      webhook: webhook
        ? { ...AlertWebhook.parse(JSON.parse(webhook.settings)), secret: opened('webhook', webhook.secret) }
        : null,
    }
  }

  async shown(): Promise<AlertSending> {
    const { email, webhook } = await this.read()
    const { password: _, ...shownEmail } = email ?? { password: null }
    const { secret: __, ...shownWebhook } = webhook ?? { secret: null }
    return {
      email: email && { ...(shownEmail as AlertEmail), last: await this.#last('email') },
      webhook: webhook && { ...(shownWebhook as AlertWebhook), last: await this.#last('webhook') },
    }
  }

  async change(id: ChannelId, settings: AlertEmail | AlertWebhook, secret: string | null): Promise<void> {
    const data = { settings: JSON.stringify(settings), secret: secret && this.#seal.close(secret, sealedFor(id)) }
    await this.#database.alertChannel.upsert({ where: { id }, create: { id, ...data }, update: data })
  }

  async remove(id: ChannelId): Promise<void> {
    const { alertChannel, alertMessage } = this.#database
    await this.#database.$transaction([
      alertChannel.deleteMany({ where: { id } }),
      alertMessage.deleteMany({ where: { channel: id } }),
    ])
  }

  async sent(id: ChannelId): Promise<void> {
    await this.#database.alertChannel.updateMany({ where: { id }, data: { sentAt: new Date() } })
  }

  async failed(id: ChannelId, failure: string): Promise<void> {
    await this.#database.alertChannel.updateMany({ where: { id }, data: { failedAt: new Date(), failure } })
  }

  async #last(id: ChannelId) {
    const row = await this.#database.alertChannel.findUnique({ where: { id } })
    const waiting = await this.#database.alertMessage.count({ where: { channel: id } })
    return {
      sentAt: row?.sentAt?.toISOString() ?? null,
      failedAt: row?.failedAt?.toISOString() ?? null,
      failure: row?.failure ?? null,
      waiting,
    }
  }
}
