'use client'

import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { failureOf } from '../../api/failure.ts'
import { useFleet } from '../../hosts/fleet.ts'
import { consoleTexts } from '../../texts/console-texts.ts'
import { texts } from '../../texts/texts.ts'
import { Button, buttonLook } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { CloseIcon, FullScreenIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { findVm } from '../../vms/find-vm.ts'
import type { ConsoleLink } from '../console-link.ts'
import { useFullScreen } from '../use-full-screen.ts'
import { ConsoleCell } from './ConsoleCell.tsx'
import { addressKey, consolesIn, consolesQuery } from './consoles-path.ts'
import { columnsFor } from './fit-grid.ts'
import classes from './grid.module.css'
import { useGridKeys } from './use-grid-keys.ts'
import { useSize } from './use-size.ts'

const words = consoleTexts.grid

/** Several consoles side by side, as large as the window has room for them. One of them has the keyboard. */
export function ConsolesPage() {
  const router = useRouter()
  const query = useSearchParams()
  const fleet = useFleet()
  const addresses = useMemo(() => consolesIn(query), [query])
  const keys = addresses.map(addressKey)
  const [chosen, setChosen] = useState<string | null>(null)
  const [large, setLarge] = useState<string | null>(null)
  const page = useRef<HTMLDivElement>(null)
  const [room, grid] = useSize()
  const columns = columnsFor(keys.length, room)
  const fullScreen = useFullScreen(page)
  const links = useRef(new Map<string, ConsoleLink>())
  const current = chosen !== null && keys.includes(chosen) ? chosen : (keys[0] ?? null)
  const filling = large !== null && keys.includes(large) ? large : null
  useEffect(() => {
    document.title = `${words.count(keys.length)} · ${texts.product}`
  }, [keys.length])

  /** Gives the keyboard to one of them. */
  const focus = (key: string) => {
    if (current !== null && current !== key) links.current.get(current)?.letGo()
    setChosen(key)
    const link = links.current.get(key)
    if (link) link.focus()
    else page.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(key)}"] section`)?.focus()
  }
  const move = (key: string) => {
    if (filling !== null) setLarge(key)
    focus(key)
  }
  useGridKeys({
    at: keys.indexOf(current ?? ''),
    count: keys.length,
    columns,
    move: to => keys[to] !== undefined && move(keys[to]),
  })
  const close = (key: string) =>
    router.replace(`/consoles${consolesQuery(addresses.filter(address => addressKey(address) !== key))}`)
  const keep = useCallback((key: string, link: ConsoleLink | null) => {
    if (link) links.current.set(key, link)
    else links.current.delete(key)
  }, [])

  if (fleet.error) {
    return (
      <Notice tone="error" title={texts.hosts.failed} alert>
        {failureOf(fleet.error).sentence}
      </Notice>
    )
  }
  const { hosts, twins } = fleet
  if (!hosts) return <div className={classes.page} aria-busy="true" />
  if (keys.length === 0) {
    return (
      <EmptyState
        level={1}
        title={words.none}
        actions={
          <Link href="/" {...buttonLook({ look: 'primary' })}>
            {texts.vms.toFleet}
          </Link>
        }
      >
        <p>{words.noneHint}</p>
      </EmptyState>
    )
  }
  return (
    <div ref={page} className={classes.page}>
      <div className={classes.bar}>
        <h1>{words.count(keys.length)}</h1>
        <p>{words.hint}</p>
        <Button look="quiet" size="small" icon={<FullScreenIcon size={14} />} onClick={fullScreen.toggle}>
          {fullScreen.on ? consoleTexts.page.leaveFullScreen : consoleTexts.page.fullScreen}
        </Button>
      </div>
      <div
        ref={grid}
        className={classes.grid}
        data-large={filling !== null || undefined}
        style={{ gridTemplateColumns: `repeat(${filling === null ? columns : 1}, minmax(0, 1fr))` }}
      >
        {addresses.map((address, i) => {
          const key = addressKey(address)
          const shown = findVm(hosts, address, twins)
          return (
            <div key={key} className={classes.place} data-cell={key} hidden={filling !== null && filling !== key}>
              {shown ? (
                <ConsoleCell
                  name={key}
                  keep={keep}
                  shown={shown}
                  number={i + 1}
                  current={key === current}
                  large={key === filling}
                  onCurrent={() => setChosen(key)}
                  onLarge={() => {
                    setLarge(filling === key ? null : key)
                    focus(key)
                  }}
                  onClose={() => close(key)}
                />
              ) : (
                <section className={classes.cell} aria-label={words.absent}>
                  <header className={classes.head}>
                    <kbd>{i + 1}</kbd>
                    <span className={classes.name}>{words.absent}</span>
                    <span className={classes.acts}>
                      <IconButton label={words.close(words.absent)} onClick={() => close(key)}>
                        <CloseIcon />
                      </IconButton>
                    </span>
                  </header>
                  <p className={classes.absent}>{words.absentHint}</p>
                </section>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
