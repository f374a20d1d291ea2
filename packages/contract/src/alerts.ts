import * as z from 'zod/mini'
import { Scope } from './access.ts'
import { alertFigureNames, alertFigures, alertSeverities } from './alert-figures.ts'
import { read, write } from './entry.ts'

const Id = z.string().check(z.minLength(1), z.maxLength(64))
const Figure = z.enum(alertFigureNames)
const Severity = z.enum(alertSeverities)
const Side = z.enum(['above', 'below'])
const Threshold = z.number('Give a number.').check(z.gte(0, 'Nothing is below 0.'), z.lte(1e15, 'That is too much.'))

/** What somebody wants to be told of. */
const rule = z.object({
  name: z
    .string()
    .check(z.trim(), z.minLength(1, 'Give the rule a name.'), z.maxLength(64, 'A name has at most 64 characters.')),
  /** The objects that it watches: of a folder, a tag or a VM only figures of VMs. */
  on: Scope,
  figure: Figure,
  side: z._default(Side, 'above'),
  /** In the figure's unit; null for a figure that is a fact. */
  threshold: z._default(z.nullable(Threshold), null),
  /** An alert ends only here, so that a figure that wavers about the threshold raises one and not ten; null for the threshold itself. */
  clearsAt: z._default(z.nullable(Threshold), null),
  /** For how long without a break before it fires. */
  seconds: z.int('Give whole seconds.').check(z.gte(0, 'Not less than none.'), z.lte(7 * 86_400, 'At most a week.')),
  severity: Severity,
  enabled: z._default(z.boolean(), true),
})

type Ruled = z.infer<typeof rule>

const sound = [
  z.refine<Ruled>(
    ({ figure, on }) => alertFigures[figure].about === 'vm' || on.kind === 'everything' || on.kind === 'host',
    {
      path: ['on'],
      message: 'This figure is one of hosts or pools: choose everything or a host.',
    },
  ),
  z.refine<Ruled>(({ on }) => on.kind !== 'pool' && on.kind !== 'network', {
    path: ['on'],
    message: 'A rule is about everything, a host, a folder, a tag or a VM.',
  }),
  z.refine<Ruled>(({ figure, threshold }) => (alertFigures[figure].unit === 'fact') === (threshold === null), {
    path: ['threshold'],
    message: 'Give a threshold.',
  }),
  z.refine<Ruled>(({ figure, threshold }) => alertFigures[figure].unit !== 'percent' || (threshold ?? 0) <= 100, {
    path: ['threshold'],
    message: 'At most 100 per cent.',
  }),
  z.refine<Ruled>(
    ({ side, threshold, clearsAt }) =>
      clearsAt === null || threshold === null || (side === 'above' ? clearsAt <= threshold : clearsAt >= threshold),
    { path: ['clearsAt'], message: 'It must end on the other side of the threshold.' },
  ),
] as const

export const AlertRule = rule.check(...sound)
export type AlertRule = z.infer<typeof AlertRule>

export const AlertRuleInfo = z.extend(rule, {
  id: Id,
  /** Where it holds, in words; null for what is not there any more. */
  where: z.nullable(z.string()),
  /** How many objects it watches now, and how many of them can not be measured: of these nobody knows. */
  watched: z.int(),
  unknown: z.int(),
  firing: z.int(),
})
export type AlertRuleInfo = z.infer<typeof AlertRuleInfo>

/** `pending`: the condition holds, but not long enough yet. */
export const AlertState = z.enum(['pending', 'firing', 'resolved'])
export type AlertState = z.infer<typeof AlertState>

/** Why an alert ended: the figure went back, the VM is off, the object is gone, the host went into maintenance, or the rule changed. */
export const AlertEnd = z.enum(['cleared', 'off', 'gone', 'maintenance', 'rule'])
export type AlertEnd = z.infer<typeof AlertEnd>

export const Alert = z.object({
  id: Id,
  ruleId: Id,
  /** The rule's name. */
  rule: z.string(),
  figure: Figure,
  side: Side,
  threshold: z.nullable(z.number()),
  severity: Severity,
  state: AlertState,
  about: z.enum(['vm', 'host', 'pool']),
  /** The VM's UUID; null where it is about something else. */
  vm: z.nullable(z.string()),
  host: Id,
  /** What the host is called; null for who may not know where a VM runs. */
  hostName: z.nullable(z.string()),
  /** What it is about: the VM's, the host's or the pool's name. */
  name: z.string(),
  /** As measured last; null for a fact. */
  value: z.nullable(z.number()),
  /** False while the object can not be measured: whether the condition still holds is not known then. */
  measured: z.boolean(),
  /** Since when the condition holds. */
  since: z.iso.datetime(),
  firedAt: z.nullable(z.iso.datetime()),
  resolvedAt: z.nullable(z.iso.datetime()),
  end: z.nullable(AlertEnd),
  /** Somebody knows of it; nothing is sent about it, nor about the same happening again until then. */
  acknowledged: z.nullable(
    z.object({
      /** Null where the reader may not know. */
      by: z.nullable(z.string()),
      at: z.iso.datetime(),
      /** Null until it ends. */
      until: z.nullable(z.iso.datetime()),
    }),
  ),
  /** The reader may acknowledge it. */
  canAcknowledge: z.boolean(),
})
export type Alert = z.infer<typeof Alert>

const nothing = z.object({})
const byId = z.object({ id: Id })
const onAll = { on: 'installation', permission: 'signed-in' } as const
const manages = { on: 'installation', permission: 'alert.manage' } as const
const fields = ['name', 'on', 'figure', 'side', 'threshold', 'clearsAt', 'seconds', 'severity', 'enabled'] as const

/** Alerts are seen by who sees what they are about; that is for the verbs to say. */
export const alerts = {
  listAlerts: read('listAlerts', {
    ...onAll,
    path: '/alerts',
    summary: 'What is wrong now with what you may see, the newest first, at most 1,000',
    input: nothing,
    output: z.object({ alerts: z.array(Alert) }),
  }),
  listPastAlerts: read('listPastAlerts', {
    ...onAll,
    path: '/alerts/past',
    summary: 'Alerts that have ended, the newest first; they are kept for 90 days',
    input: z.object({ before: z.optional(z.iso.datetime()) }),
    output: z.object({
      alerts: z.array(Alert),
      /** Give it as `before` for what comes next; null at the end. */
      next: z.nullable(z.iso.datetime()),
    }),
  }),
  acknowledgeAlert: write('acknowledgeAlert', {
    ...onAll,
    path: '/alerts/{id}/acknowledgement',
    summary: 'Say that you know of it: nothing more is sent about it, for some minutes or until it ends',
    rule: null,
    audit: { keeps: ['id', 'minutes'] },
    input: z.object({
      id: Id,
      minutes: z._default(z.nullable(z.int().check(z.gte(1), z.lte(43_200, 'At most 30 days.'))), null),
    }),
    output: nothing,
  }),
  unacknowledgeAlert: write('unacknowledgeAlert', {
    ...onAll,
    method: 'DELETE',
    path: '/alerts/{id}/acknowledgement',
    summary: 'Take an acknowledgement back',
    rule: null,
    audit: { keeps: ['id'] },
    input: byId,
    output: nothing,
  }),
  listAlertRules: read('listAlertRules', {
    ...manages,
    path: '/alert-rules',
    summary: 'What is watched, and how much of it can be measured',
    input: nothing,
    output: z.object({ rules: z.array(AlertRuleInfo) }),
  }),
  createAlertRule: write('createAlertRule', {
    ...manages,
    path: '/alert-rules',
    summary: 'Watch a figure',
    rule: null,
    audit: { keeps: fields },
    input: AlertRule,
    output: byId,
  }),
  changeAlertRule: write('changeAlertRule', {
    ...manages,
    method: 'PUT',
    path: '/alert-rules/{id}',
    summary: 'Change a rule; of another figure, or switched off, its alerts end',
    rule: null,
    audit: { keeps: ['id', ...fields] },
    input: z.extend(rule, { id: Id }).check(...sound),
    output: nothing,
  }),
  deleteAlertRule: write('deleteAlertRule', {
    ...manages,
    method: 'DELETE',
    path: '/alert-rules/{id}',
    summary: 'Delete a rule; its alerts end',
    rule: null,
    audit: { keeps: ['id'] },
    input: byId,
    output: nothing,
  }),
}
