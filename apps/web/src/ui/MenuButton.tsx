import { type ReactNode, useCallback, useRef, useState } from 'react'
import { Menu, type MenuEntry } from './Menu.tsx'

interface MenuButtonProps {
  /** What the menu is called. */
  label: string
  /** Read when it opens, so that a closed menu costs nothing. */
  entries(): readonly MenuEntry[]
  /** The button; give it these properties. */
  children(button: {
    ref: (element: HTMLButtonElement | null) => void
    onClick: () => void
    'aria-haspopup': 'menu'
    'aria-expanded': boolean
  }): ReactNode
}

export function MenuButton({ label, entries, children }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [at, setAt] = useState<DOMRect | null>(null)
  const close = useCallback(() => setAt(null), [])
  return (
    <>
      {children({
        ref: element => {
          button.current = element
        },
        onClick: () => setAt(open => (open ? null : (button.current?.getBoundingClientRect() ?? null))),
        'aria-haspopup': 'menu',
        'aria-expanded': at !== null,
      })}
      {at && <Menu label={label} entries={entries()} at={at} opener={button.current} onClose={close} />}
    </>
  )
}
