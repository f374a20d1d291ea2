import { type ReactNode, useEffect, useId, useRef } from 'react'
import classes from './Dialog.module.css'

interface DialogProps {
  title: string
  onClose(): void
  children: ReactNode
  /**
   * `side` slides in from the left and fills the height: the drawer of a phone. `top` has its title for those alone who
   * hear it.
   */
  shape?: 'middle' | 'side' | 'top'
}

/** The browser's own modal dialog: it keeps the focus inside, closes with Esc and gives the focus back. */
export function Dialog({ title, onClose, children, shape = 'middle' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does for the keyboard what a click on the backdrop does
    <dialog
      ref={dialog}
      className={classes.dialog}
      data-shape={shape}
      aria-labelledby={titleId}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div className={classes.body}>
        <h2 id={titleId} className={shape === 'top' ? 'only-heard' : classes.title}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>
}
