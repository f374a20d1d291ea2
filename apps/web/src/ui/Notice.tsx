import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from './IconButton.tsx'
import { CloseIcon, InfoIcon, WarningIcon } from './icons.tsx'
import classes from './Notice.module.css'

interface NoticeProps {
  tone: 'info' | 'warning' | 'error'
  title?: ReactNode
  children?: ReactNode
  actions?: ReactNode
  dismiss?: { label: string; do: () => void } | undefined
  /** Said aloud and brought into view as soon as it appears. */
  alert?: boolean
}

/** A quiet box that says something about the object it stands on. */
export function Notice({ tone, title, children, actions, dismiss, alert = false }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (alert) box.current?.scrollIntoView({ block: 'nearest' })
  }, [alert])
  const Icon = tone === 'info' ? InfoIcon : WarningIcon
  return (
    <div ref={box} className={classes.notice} data-tone={tone} role={alert ? 'alert' : undefined}>
      <Icon className={classes.icon} />
      <div className={classes.words}>
        {title && <strong className={classes.title}>{title}</strong>}
        {children && <div>{children}</div>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {dismiss && (
        <IconButton label={dismiss.label} onClick={dismiss.do} size={24}>
          <CloseIcon size={14} />
        </IconButton>
      )}
    </div>
  )
}
