import Link from 'next/link'
import { type ReactNode, useId, useRef } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import classes from './Tray.module.css'

interface TrayProps {
  /** What its button is called. */
  label: string
  /** What the button shows. */
  mark: ReactNode
  title: string
  /** The page that has it all. */
  page: { readonly path: string; readonly label: string }
  /** What it holds; a link in it closes it by `leave`. */
  children(leave: () => void): ReactNode
}

/** A panel that drops from a button of the top bar, before everything else on the page. */
export function Tray({ label, mark, title, page, children }: TrayProps) {
  const panelId = useId()
  const panel = useRef<HTMLDivElement>(null)
  const leave = () => panel.current?.hidePopover()
  return (
    <>
      <IconButton label={label} size={32} popoverTarget={panelId}>
        {mark}
      </IconButton>
      <section ref={panel} id={panelId} popover="auto" className={classes.tray} aria-label={title}>
        {children(leave)}
        <Link href={page.path} prefetch={false} onClick={leave}>
          {page.label}
        </Link>
      </section>
    </>
  )
}
