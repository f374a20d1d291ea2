import { Fragment, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { CheckIcon, type Icon } from './icons.tsx'
import classes from './Menu.module.css'
import { placeMenu } from './place-menu.ts'

export interface MenuEntry {
  readonly key: string
  readonly label: string
  readonly icon?: Icon
  /** Why it can't be chosen now: it stays reachable and says so. */
  readonly why?: string | null
  readonly danger?: boolean
  /** One of a set, of which this one holds. */
  readonly checked?: boolean
  /** A line above it. */
  readonly apart?: boolean
  /** Words above it, for the first of a set. */
  readonly heading?: string
  choose(): void
}

export interface MenuProps {
  label: string
  entries: readonly MenuEntry[]
  /** What it opens beside: a button's box, or a point. */
  at: { left: number; top: number; bottom: number; right: number }
  /** Gets the focus back; clicks on it are its own affair. */
  opener: HTMLElement | null
  onClose(): void
}

/** A menu in the browser's top layer: above dialogs and full screen, by arrows, letters and pointer alike. */
export function Menu({ label, entries, at, opener, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const whyId = useId()

  useLayoutEffect(() => {
    const element = menu.current
    if (!element) return
    element.showPopover()
    placeMenu(element, at)
    items(element)[0]?.focus({ preventScroll: true })
  }, [at])

  useEffect(() => {
    const outside = (event: Event) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target) && !opener?.contains(event.target))
        onClose()
    }
    const scrolled = (event: Event) => {
      const box = opener?.getBoundingClientRect()
      // What scrolls elsewhere leaves the button, and so the menu, where it is.
      if (box?.top !== at.top || box.left !== at.left) outside(event)
    }
    const events = ['pointerdown', 'focusin'] as const
    for (const name of events) document.addEventListener(name, outside, true)
    document.addEventListener('scroll', scrolled, true)
    window.addEventListener('resize', onClose)
    window.addEventListener('blur', onClose)
    return () => {
      for (const name of events) document.removeEventListener(name, outside, true)
      document.removeEventListener('scroll', scrolled, true)
      window.removeEventListener('resize', onClose)
      window.removeEventListener('blur', onClose)
    }
  }, [at, opener, onClose])

  const leave = () => {
    onClose()
    opener?.focus({ preventScroll: true })
  }
  const choose = (entry: MenuEntry) => {
    if (entry.why) return
    leave()
    entry.choose()
  }
  const keys = (event: KeyboardEvent) => {
    const all = items(menu.current)
    const now = all.indexOf(document.activeElement as HTMLElement)
    const to = target(event, all, now, typed.current)
    event.stopPropagation()
    if (event.key === 'Escape' || event.key === 'Tab') leave()
    else if (to !== null) all.at(to)?.focus()
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={menu}
      popover="manual"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className={classes.menu}
      onKeyDown={keys}
    >
      {entries.map((entry, i) => (
        <Fragment key={entry.key}>
          {entry.apart && <hr className={classes.line} />}
          {entry.heading && (
            <div className={classes.heading} role="presentation">
              {entry.heading}
            </div>
          )}
          <button
            type="button"
            {...(entry.checked === undefined
              ? { role: 'menuitem' }
              : { role: 'menuitemradio', 'aria-checked': entry.checked })}
            tabIndex={-1}
            className={classes.entry}
            data-danger={entry.danger || undefined}
            aria-disabled={entry.why ? true : undefined}
            aria-describedby={entry.why ? `${whyId}${i}` : undefined}
            data-tip={entry.why ?? undefined}
            onPointerMove={event => event.currentTarget.focus({ preventScroll: true })}
            onClick={() => choose(entry)}
          >
            <span className={classes.icon}>{entry.checked ? <CheckIcon /> : entry.icon && <entry.icon />}</span>
            {entry.label}
            {entry.why && (
              <span id={`${whyId}${i}`} hidden>
                {entry.why}
              </span>
            )}
          </button>
        </Fragment>
      ))}
    </div>
  )
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('button') ?? [])]
}

/** Which item a key leads to: arrows go round, letters find the next that begins so; null when it leads nowhere. */
function target(
  event: KeyboardEvent,
  all: HTMLElement[],
  now: number,
  typed: { text: string; at: number },
): number | null {
  switch (event.key) {
    case 'ArrowDown':
      return (now + 1) % all.length
    case 'ArrowUp':
      return now <= 0 ? all.length - 1 : now - 1
    case 'Home':
      return 0
    case 'End':
      return all.length - 1
  }
  if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.altKey || event.metaKey) return null
  typed.text = event.timeStamp - typed.at > 700 ? event.key : typed.text + event.key
  typed.at = event.timeStamp
  const from = typed.text.length === 1 ? now + 1 : now
  const order = all.map((_, i) => (from + i) % all.length)
  return order.find(i => all[i]?.textContent?.toLowerCase().startsWith(typed.text.toLowerCase())) ?? null
}
