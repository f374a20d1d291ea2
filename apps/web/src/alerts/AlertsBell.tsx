import type { Alert } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { alertsQuery } from '../api/alerts-query.ts'
import { keyOf } from '../api/vm-key.ts'
import { Tray } from '../frame/Tray.tsx'
import { alertTexts as words } from '../texts/en-alerts.ts'
import { BellIcon } from '../ui/icons.tsx'
import { useNow } from '../ui/use-now.ts'
import { AlertLine } from './AlertLine.tsx'
import { type AlertMarkInfo, alertMarks, poolMark } from './alert-marks.ts'
import classes from './alerts.module.css'
import { conditionOf, isKnown } from './words.ts'

const mostShown = 6

/** What fires, from everywhere; how much of it nobody knows of yet is on the button itself. */
export function AlertsBell() {
  const { data } = useQuery(alertsQuery)
  const now = useNow()
  const firing = data?.alerts.filter(({ state }) => state === 'firing') ?? nothing
  const calling = firing.filter(alert => !isKnown(alert, now))
  const worst = calling.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning'
  useEffect(() => alertMarks.set(marksOf(data?.alerts ?? nothing)), [data])
  const mark = (
    <span className={classes.bell} data-severity={calling.length > 0 ? worst : undefined}>
      <BellIcon />
      {calling.length > 0 && <span className="figures">{calling.length}</span>}
    </span>
  )
  return (
    <Tray
      label={words.bell(calling.length)}
      mark={mark}
      title={words.title}
      page={{ path: '/alerts', label: words.all }}
    >
      {leave => (
        <>
          {firing.length === 0 && <p className={classes.quiet}>{words.quiet}</p>}
          {firing.length > 0 && (
            <ul className={classes.list}>
              {firing.slice(0, mostShown).map(alert => (
                <li key={alert.id}>
                  <AlertLine alert={alert} onLeave={leave} />
                </li>
              ))}
            </ul>
          )}
          {firing.length > mostShown && <p className={classes.quiet}>{words.more(firing.length - mostShown)}</p>}
        </>
      )}
    </Tray>
  )
}

const nothing: readonly never[] = []

function marksOf(alerts: readonly Alert[]): Map<string, AlertMarkInfo> {
  const marks = new Map<string, AlertMarkInfo>()
  for (const alert of alerts) {
    const { state, about, vm, host, name, severity } = alert
    if (state !== 'firing') continue
    const said = conditionOf(alert)
    if (about !== 'pool') add(vm === null ? host : keyOf({ id: vm, host }), severity, said)
    else {
      add(poolMark(host, name), severity, said)
      // Its host is what one sees of it from afar.
      add(host, severity, words.onPool(name, said))
    }
  }
  return marks

  function add(key: string, severity: AlertMarkInfo['severity'], said: string): void {
    const before = marks.get(key)
    marks.set(key, {
      severity: before?.severity === 'critical' ? before.severity : severity,
      words: before ? `${before.words} · ${said}` : said,
    })
  }
}
