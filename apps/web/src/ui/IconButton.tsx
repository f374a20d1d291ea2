import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import classes from './IconButton.module.css'

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name for those who hear it, its tip for those who see it. */
  label: string
  children: ReactNode
  /** Pixels; a finger gets more. */
  size?: number
  framed?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({ label, children, size = 28, framed = false, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-framed={framed || undefined}
      {...rest}
      className={`${classes.button} ${className}`}
      style={{ width: size, height: size }}
    >
      {children}
    </button>
  )
}
