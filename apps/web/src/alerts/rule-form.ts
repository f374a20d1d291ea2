import { useForm } from '@mantine/form'
import {
  type AlertFigure,
  type AlertRule,
  type AlertRuleInfo,
  alertFigures,
  contract,
  type Scope,
} from '@porthole/contract'
import { formRules } from '../api/form-rules.ts'

/** What one enters: numbers as typed, flows in MiB a second, and every kind of place at once. */
export interface RuleFields {
  name: string
  figure: AlertFigure
  kind: Scope['kind']
  host: string
  folder: string
  vm: string
  tag: string
  side: AlertRule['side']
  threshold: string
  clearsAt: string
  minutes: string
  severity: AlertRule['severity']
  enabled: boolean
}

const MiB = 1024 * 1024
const rules = formRules(contract.alerts.createAlertRule)

export function useRuleForm(rule: AlertRuleInfo | null) {
  return useForm<RuleFields>({
    initialValues: rule === null ? newRule : fieldsOf(rule),
    validate: values => errorsOf(rules(toRule(values))),
  })
}

const newRule: RuleFields = {
  ...{ name: '', figure: 'cpu', kind: 'everything', host: '', folder: '', vm: '', tag: '', side: 'above' },
  ...{ threshold: '90', clearsAt: '80', minutes: '5', severity: 'warning', enabled: true },
}

function fieldsOf({ on, figure, threshold, clearsAt, seconds, ...rest }: AlertRuleInfo): RuleFields {
  const { name, side, severity, enabled } = rest
  const place = { host: '', folder: '', vm: '', tag: '', ...on, kind: on.kind }
  const typed = (value: number | null) => (value === null ? '' : String(value / unitOf(figure)))
  return {
    ...{ name, figure, side, severity, enabled, minutes: String(seconds / 60) },
    ...{ kind: place.kind, host: place.host, folder: place.folder, vm: place.vm, tag: place.tag },
    ...{ threshold: typed(threshold), clearsAt: typed(clearsAt) },
  }
}

/** An empty threshold is none, which the contract refuses where one is needed. */
export function toRule({ kind, host, folder, vm, tag, minutes, ...rest }: RuleFields): AlertRule {
  const { name, figure, side, severity, enabled } = rest
  const isFact = alertFigures[figure].unit === 'fact'
  const number = (typed: string) => (isFact || typed.trim() === '' ? null : Number(typed) * unitOf(figure))
  return {
    ...{ name, figure, side: isFact ? 'above' : side, severity, enabled },
    ...{ threshold: number(rest.threshold), clearsAt: number(rest.clearsAt) },
    seconds: minutes.trim() === '' ? 0 : Math.round(Number(minutes) * 60),
    on: placeOf({ kind, host, folder, vm, tag: tag.trim() }),
  }
}

const unitOf = (figure: AlertFigure) => (alertFigures[figure].unit === 'bytes' ? MiB : 1)

function placeOf({ kind, host, folder, vm, tag }: Pick<RuleFields, 'kind' | 'host' | 'folder' | 'vm' | 'tag'>): Scope {
  if (kind === 'host') return { kind, host }
  if (kind === 'folder') return { kind, folder }
  if (kind === 'vm') return { kind, vm }
  return kind === 'tag' ? { kind, tag } : { kind: 'everything' }
}

/** The contract names "on.vm" and "seconds"; the form's fields are "vm" and "minutes". */
export function errorsOf<T>(errors: Record<string, T>): Record<string, T> {
  const field = (path: string) => (path === 'on' ? 'kind' : path === 'seconds' ? 'minutes' : path.replace(/^on\./, ''))
  return Object.fromEntries(Object.entries(errors).map(([path, error]) => [field(path), error]))
}
