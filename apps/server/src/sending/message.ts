import { randomUUID } from 'node:crypto'
import { type Alert, alertFigures } from '@porthole/contract'
import type { AlertRecord } from '../alerts/alert-record.ts'
import type { EmailText } from './send-email.ts'

/** A message names so many at most, however many there are. */
const mostNamed = 200
const mostInText = 50

/** What is sent of an alert. */
type SentAlert = Pick<Alert, 'id' | 'rule' | 'figure' | 'side' | 'threshold' | 'value' | 'severity' | 'state'> &
  Pick<Alert, 'about' | 'name' | 'vm' | 'since' | 'firedAt' | 'resolvedAt' | 'end'> & {
    readonly host: { readonly id: string; readonly name: string }
    /** Its page; null where nobody told Porthole its address. */
    readonly url: string | null
  }

/** All that began or ended in a while, in one message. */
export interface Message {
  readonly version: 1
  readonly id: string
  readonly at: string
  readonly test: boolean
  readonly count: { readonly firing: number; readonly resolved: number }
  readonly firing: readonly SentAlert[]
  readonly resolved: readonly SentAlert[]
}

export function messageOf(alerts: readonly AlertRecord[], origin: string | null): Message {
  const firing = alerts.filter(({ state }) => state === 'firing')
  const resolved = alerts.filter(({ state }) => state === 'resolved')
  const sent = (some: readonly AlertRecord[]) => some.slice(0, mostNamed).map(alert => sentAlert(alert, origin))
  return {
    ...{ version: 1, id: randomUUID(), at: new Date().toISOString(), test: false },
    count: { firing: firing.length, resolved: resolved.length },
    ...{ firing: sent(firing), resolved: sent(resolved) },
  }
}

export const testMessage = (): Message => ({ ...messageOf([], null), test: true })

function sentAlert(alert: AlertRecord, origin: string | null): SentAlert {
  const { id, rule, figure, side, threshold, value, severity, state, about, name, target, host, hostName, end } = alert
  const place = about === 'vm' ? `/vms/${target}` : `/hosts/${encodeURIComponent(host)}`
  return {
    ...{ id, rule, figure, side, threshold, value, severity, state, about, name, end },
    vm: about === 'vm' ? target : null,
    host: { id: host, name: hostName },
    since: alert.since.toISOString(),
    firedAt: alert.firedAt?.toISOString() ?? null,
    resolvedAt: alert.resolvedAt?.toISOString() ?? null,
    url: origin && origin + place,
  }
}

/** The message as a mail. */
export function emailText({ test, count, firing, resolved }: Message): EmailText {
  if (test) return { subject: '[Porthole] Test', text: 'Alerts of Porthole come to this address.\n' }
  const counts = [
    ...(count.firing > 0 ? [`${count.firing} firing`] : []),
    ...(count.resolved > 0 ? [`${count.resolved} ended`] : []),
  ].join(', ')
  const [first] = [...firing, ...resolved]
  const others = count.firing + count.resolved - 1
  const about = first && `${first.name}: ${condition(first)}${others > 0 ? ` and ${others} more` : ''}`
  return {
    subject: oneLine(`[Porthole] ${counts}: ${about}`),
    text: `${text('Firing', firing)}${text('Ended', resolved)}`,
  }
}

function text(title: string, alerts: readonly SentAlert[]): string {
  if (alerts.length === 0) return ''
  const parts = [...byHost(alerts.slice(0, mostInText))].map(
    ([host, some]) => `  ${oneLine(host)}\n${some.map(alert => `    ${line(alert)}\n`).join('')}`,
  )
  const rest = alerts.length - mostInText
  return `${title}\n${parts.join('')}${rest > 0 ? `  and ${rest} more\n` : ''}\n`
}

function byHost(alerts: readonly SentAlert[]): Map<string, SentAlert[]> {
  const groups = new Map<string, SentAlert[]>()
  for (const alert of alerts) groups.set(alert.host.name, [...(groups.get(alert.host.name) ?? []), alert])
  return groups
}

function line(alert: SentAlert): string {
  const { severity, name, rule, since, resolvedAt, url } = alert
  const when = resolvedAt === null ? `since ${since}` : `${since} to ${resolvedAt}`
  return oneLine(`${severity}  ${name}: ${condition(alert)} (${when}, rule "${rule}")${url === null ? '' : `  ${url}`}`)
}

const words: Readonly<Record<Alert['figure'], string>> = {
  cpu: 'CPU',
  memory: 'memory in use',
  disk: 'disk throughput',
  net: 'network throughput',
  crashed: 'crashed',
  'host-cpu': 'CPU of the host',
  'host-memory': 'memory of the host in use',
  'host-away': 'does not answer',
  'pool-full': 'pool in use',
}

function condition({ figure, value, side, threshold }: SentAlert): string {
  if (threshold === null || value === null) return words[figure]
  const said = (n: number) =>
    alertFigures[figure].unit === 'bytes' ? `${(n / 1024 / 1024).toFixed(1)} MiB/s` : `${n} %`
  return `${words[figure]} ${said(value)}, ${side} ${said(threshold)}`
}

/** What people called things must not look like more of the message. */
const oneLine = (said: string) => said.replace(/[\s\p{C}]+/gu, match => (match === '  ' ? match : ' '))
