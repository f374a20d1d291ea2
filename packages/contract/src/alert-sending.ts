import * as z from 'zod/mini'
import { alertSeverities } from './alert-figures.ts'
import { read, write } from './entry.ts'

const Address = z
  .string()
  .check(z.trim(), z.maxLength(254), z.regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/, 'Give an e-mail address.'))
const Secret = z.optional(z.string().check(z.minLength(1), z.maxLength(1024)))
/** Nothing less severe is sent. */
const severity = z.enum(alertSeverities)

const email = z.object({
  host: z.string().check(z.trim(), z.regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'Give the name or address of the mail server.')),
  port: z.int('Give a port.').check(z.gte(1, 'Ports begin at 1.'), z.lte(65_535, 'Ports end at 65535.')),
  /** STARTTLS is asked for and insisted on; TLS from the start; or nothing, for a server on a network that one trusts. */
  security: z.enum(['starttls', 'tls', 'none']),
  /** Empty where the server asks for no log-in. */
  user: z.string().check(z.trim(), z.maxLength(254)),
  from: Address,
  to: z.array(Address).check(z.minLength(1, 'Give at least one address.'), z.maxLength(50, 'At most 50 addresses.')),
  severity,
  enabled: z.boolean(),
})
const encrypted = z.refine<z.infer<typeof email>>(({ security, user }) => security !== 'none' || user === '', {
  path: ['user'],
  message: 'No password goes over a connection that is not encrypted: choose STARTTLS or TLS, or leave the user out.',
})

/** Where alerts go by e-mail. Its password is sealed, and shown to nobody again. */
export const AlertEmail = email.check(encrypted)
export type AlertEmail = z.infer<typeof AlertEmail>

/** An address that is told by a signed POST. Its secret is sealed, and shown to nobody again. */
export const AlertWebhook = z.object({
  url: z
    .string()
    .check(
      z.trim(),
      z.maxLength(2048),
      z.regex(/^https?:\/\/[^\s/]/, 'Give an address that begins with https:// or http://.'),
    ),
  severity,
  enabled: z.boolean(),
})
export type AlertWebhook = z.infer<typeof AlertWebhook>

/** How it went last. */
const Last = z.object({
  sentAt: z.nullable(z.iso.datetime()),
  failedAt: z.nullable(z.iso.datetime()),
  failure: z.nullable(z.string()),
  /** Messages that are tried again. */
  waiting: z.int(),
})

export const sendingSteps = ['name', 'port', 'encryption', 'authentication', 'message'] as const
export type SendingStep = (typeof sendingSteps)[number]

/** How far a test message came. */
export const SendingTest = z.object({
  steps: z.array(
    z.object({
      step: z.enum(sendingSteps),
      /** `untried` because an earlier one failed. */
      state: z.enum(['ok', 'failed', 'untried']),
      said: z.string(),
    }),
  ),
})
export type SendingTest = z.infer<typeof SendingTest>

export const AlertSending = z.object({
  email: z.nullable(z.extend(email, { last: Last })),
  webhook: z.nullable(z.extend(AlertWebhook, { last: Last })),
})
export type AlertSending = z.infer<typeof AlertSending>

const emailInput = z.extend(email, { password: Secret }).check(encrypted)
const webhookInput = z.extend(AlertWebhook, { secret: Secret })
const nothing = z.object({})
const manages = { on: 'installation', permission: 'user.manage' } as const
const emailKept = ['host', 'port', 'security', 'user', 'from', 'to', 'severity', 'enabled'] as const
const webhookKept = ['url', 'severity', 'enabled'] as const

/** Where the server connects to by itself is for administrators alone to say. */
export const alertSending = {
  getAlertSending: read('getAlertSending', {
    ...manages,
    path: '/settings/alerts',
    summary: 'Where alerts are sent, and how it went last',
    input: nothing,
    output: AlertSending,
  }),
  changeAlertEmail: write('changeAlertEmail', {
    ...manages,
    method: 'PUT',
    path: '/settings/alerts/email',
    summary: 'Send alerts by e-mail; without a password the one that is kept for this server stays',
    rule: null,
    audit: { keeps: emailKept },
    input: emailInput,
    output: nothing,
  }),
  changeAlertWebhook: write('changeAlertWebhook', {
    ...manages,
    method: 'PUT',
    path: '/settings/alerts/webhook',
    summary: 'Send alerts to an address by a signed POST; without a secret the one that is kept for it stays',
    rule: null,
    audit: { keeps: webhookKept },
    input: webhookInput,
    output: nothing,
  }),
  removeAlertChannel: write('removeAlertChannel', {
    ...manages,
    method: 'DELETE',
    path: '/settings/alerts/{channel}',
    summary: 'Send nothing this way any more; what waits to be sent is dropped',
    rule: null,
    audit: { keeps: ['channel'] },
    input: z.object({ channel: z.enum(['email', 'webhook']) }),
    output: nothing,
  }),
  testAlertEmail: write('testAlertEmail', {
    ...manages,
    path: '/settings/alerts/email/test',
    summary: 'Send a test message by e-mail, and say step by step what came of it; nothing is kept',
    rule: null,
    audit: { keeps: emailKept },
    input: emailInput,
    output: SendingTest,
  }),
  testAlertWebhook: write('testAlertWebhook', {
    ...manages,
    path: '/settings/alerts/webhook/test',
    summary: 'Send a test message to an address, and say step by step what came of it; nothing is kept',
    rule: null,
    audit: { keeps: webhookKept },
    input: webhookInput,
    output: SendingTest,
  }),
}
