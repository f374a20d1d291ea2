import type { Alert } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect, useId, useRef } from 'react'
import { alertsQuery } from '../api/alerts-query.ts'
import { keyOf } from '../api/vm-key.ts'
import { alertTexts as words } from '../texts/en-alerts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { BellIcon } from '../ui/icons.tsx'
import { useNow } from '../ui/use-now.ts'
import { AlertLine } from './AlertLine.tsx'
import { type AlertMarkInfo, alertMarks } from './alert-marks.ts'
import classes from './alerts.module.css'
import { conditionOf, isKnown } from './words.ts'

const mostShown = 6

/** What fires, from everywhere; how much of it nobody knows of yet is on the button itself. */
export function AlertsBell() {
  const { data } = useQuery(alertsQuery)
  const now = useNow()
  const panelId = useId()
  const panel = useRef<HTMLDivElement>(null)
  const firing = data?.alerts.filter(({ state }) => state === 'firing') ?? nothing
  const calling = firing.filter(alert => !isKnown(alert, now))
  const worst = calling.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning'
  useEffect(() => alertMarks.set(marksOf(data?.alerts ?? nothing)), [data])
  return (
    <>
      <IconButton label={words.bell(calling.length)} size={32} popoverTarget={panelId}>
        <span className={classes.bell} data-severity={calling.length > 0 ? worst : undefined}>
          <BellIcon />
          {calling.length > 0 && <span className="figures">{calling.length}</span>}
        </span>
      </IconButton>
      <section ref={panel} id={panelId} popover="auto" className={classes.tray} aria-label={words.title}>
        {firing.length === 0 && <p className={classes.quiet}>{words.quiet}</p>}
        {firing.length > 0 && (
          <ul className={classes.list}>
            {firing.slice(0, mostShown).map(alert => (
              <li key={alert.id}>
                <AlertLine alert={alert} onLeave={() => panel.current?.hidePopover()} />
              </li>
            ))}
          </ul>
        )}
        {firing.length > mostShown && <p className={classes.quiet}>{words.more(firing.length - mostShown)}</p>}
        <Link href="/alerts" prefetch={false} onClick={() => panel.current?.hidePopover()}>
          {words.all}
        </Link>
      </section>
    </>
  )
}

const nothing: readonly never[] = []

function marksOf(alerts: readonly Alert[]): Map<string, AlertMarkInfo> {
  const marks = new Map<string, AlertMarkInfo>()
  for (const alert of alerts) {
    if (alert.state !== 'firing' || alert.about === 'pool') continue
    const key = alert.vm === null ? alert.host : keyOf({ id: alert.vm, host: alert.host })
    const before = marks.get(key)
    const severity = before?.severity === 'critical' ? before.severity : alert.severity
    const said = conditionOf(alert)
    marks.set(key, { severity, words: before ? `${before.words} · ${said}` : said })
  }
  return marks
}
