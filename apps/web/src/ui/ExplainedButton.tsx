import { Button, type ButtonProps } from '@mantine/core'
import { type ButtonHTMLAttributes, useId } from 'react'

interface ExplainedButtonProps extends ButtonProps, Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof ButtonProps> {
  /** Why it can't be used now; null when it can. */
  why: string | null
}

/** A button that stays reachable while it can't be used, and says why: by its tip, and to a screen reader. */
export function ExplainedButton({ why, onClick, children, ...rest }: ExplainedButtonProps) {
  const id = useId()
  return (
    <>
      <Button
        {...rest}
        aria-disabled={why !== null}
        aria-describedby={why ? id : undefined}
        data-disabled={why !== null}
        data-tip={why ?? undefined}
        onClick={event => {
          if (why) event.preventDefault()
          else onClick?.(event)
        }}
      >
        {children}
      </Button>
      {why && (
        <span id={id} hidden>
          {why}
        </span>
      )}
    </>
  )
}
