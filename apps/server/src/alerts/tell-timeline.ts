import type { Logger } from 'pino'
import { type Audit, nobody } from '../audit/audit.ts'
import type { AlertRecord } from './alert-record.ts'
import type { Alerts } from './alerts.ts'

/** Writes onto the timeline of the object what an alert about it says, and that it ended. Call what this returns to stop. */
export function tellTimeline(alerts: Alerts, audit: Audit, log: Logger): () => void {
  const turned = (records: readonly AlertRecord[]) => {
    for (const record of records) {
      audit.happened(actOf(record), { at: timeOf(record), over: true }).catch(error => {
        log.error({ err: error, alert: record.id }, 'an alert could not be written onto the timeline')
      })
    }
  }
  alerts.changes.on('turned', turned)
  return () => alerts.changes.off('turned', turned)
}

function actOf({ about, target, host, name, state, end, rule, severity, figure, value, threshold }: AlertRecord) {
  return {
    action: state === 'resolved' ? 'alertEnded' : 'alertFired',
    caller: nobody,
    object: about === 'vm' ? `vm:${target}` : `host:${host}`,
    objectName: name,
    host,
    args: {
      what: rule,
      severity,
      figure,
      value,
      ...(threshold !== null && { threshold }),
      ...(end !== null && { end }),
    },
  }
}

const timeOf = ({ resolvedAt, firedAt, since }: AlertRecord): Date => resolvedAt ?? firedAt ?? since
