import { type ButtonHTMLAttributes, type ReactNode, type Ref, useId } from 'react'
import classes from './Button.module.css'
import { Spinner } from './Spinner.tsx'

export interface ButtonLook {
  /** At most one `primary` stands in a view; `danger` can cost data; `quiet` has no frame. */
  look?: 'primary' | 'plain' | 'danger' | 'quiet'
  size?: 'small' | 'middle' | 'large'
}

interface ButtonProps extends ButtonLook, ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: ReactNode
  /** It is doing what it says: it stays, with a spinner, and can't be pressed again. */
  busy?: boolean
  /** Why it can't be used now: it stays reachable and says so, by its tip and to a screen reader. Null when it can. */
  why?: string | null
  ref?: Ref<HTMLButtonElement>
}

/** The look of a button, for a link that stands among buttons. */
export function buttonLook({ look = 'plain', size = 'middle' }: ButtonLook) {
  return { className: classes.button, 'data-look': look, 'data-size': size }
}

export function Button({ look, size, icon, busy = false, why = null, onClick, children, ...rest }: ButtonProps) {
  const whyId = useId()
  return (
    <button
      type="button"
      {...rest}
      {...buttonLook({ ...(look && { look }), ...(size && { size }) })}
      aria-disabled={why !== null || busy || undefined}
      aria-describedby={why ? whyId : undefined}
      data-tip={why ?? undefined}
      onClick={event => {
        if (why !== null || busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <Spinner /> : icon}
      {children}
      {why && (
        <span id={whyId} hidden>
          {why}
        </span>
      )}
    </button>
  )
}
