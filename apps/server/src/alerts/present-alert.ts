import type { Alert, Permission } from '@porthole/contract'
import type { Place } from '../access/reach.ts'
import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { AlertRecord } from './alert-record.ts'

const sees: Readonly<Record<Alert['about'], Permission>> = { vm: 'vm.see', host: 'host.see', pool: 'storage.see' }

function placeOf({ about, target, host }: AlertRecord): Place {
  if (about === 'vm') return { vm: { id: target, host } }
  return about === 'host' ? { host } : { pool: { host, name: target } }
}

/** An alert about what one may not see does not exist for one. */
export const seesAlert = (alert: AlertRecord, caller: Pick<Caller, 'can'>): boolean =>
  caller.can(sees[alert.about], placeOf(alert))

export function presentAlert(alert: AlertRecord, caller: Caller): Alert {
  const { target, hostName, acknowledged, since, firedAt, resolvedAt, ...rest } = alert
  const canAcknowledge = caller.can('alert.acknowledge', placeOf(alert))
  const mayKnow = canAcknowledge || caller.can('audit.see') || acknowledged?.by === caller.person?.email
  return {
    ...rest,
    hostName: caller.can('host.see', { host: alert.host }) ? hostName : null,
    vm: alert.about === 'vm' ? target : null,
    since: since.toISOString(),
    firedAt: firedAt?.toISOString() ?? null,
    resolvedAt: resolvedAt?.toISOString() ?? null,
    acknowledged: acknowledged && {
      by: mayKnow ? acknowledged.by : null,
      at: acknowledged.at.toISOString(),
      until: acknowledged.until?.toISOString() ?? null,
    },
    canAcknowledge,
  }
}

/**
 * The open alert that somebody may say something about.
 * @throws {Fault} NOT_FOUND, NOT_ALLOWED
 */
export function acknowledgeable({ alerts }: Pick<Core, 'alerts'>, id: string, caller: Caller): AlertRecord {
  const alert = alerts.openById(id)
  if (alert === undefined || !seesAlert(alert, caller)) {
    throw new Fault('NOT_FOUND', 'There is no such alert any more, or you may not see it.')
  }
  if (!caller.can('alert.acknowledge', placeOf(alert))) {
    const data = { permission: 'alert.acknowledge' }
    throw new Fault('NOT_ALLOWED', 'You lack the permission "alert.acknowledge" for this.', { data })
  }
  return alert
}
