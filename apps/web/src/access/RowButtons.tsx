import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import classes from './access.module.css'

interface RowButtonsProps {
  /** What the row is about, for who does not see the row. */
  name: string
  changeLabel?: string
  onChange?(): void
  onRemove(): void
  /** What else one can do, before that. */
  children?: ReactNode
}

/** What one can do with the entry of a row. */
export function RowButtons({ name, changeLabel, onChange, onRemove, children }: RowButtonsProps) {
  return (
    <div className={classes.buttons}>
      {children}
      {onChange && (
        <Button size="small" aria-label={changeLabel} onClick={onChange}>
          {texts.change}
        </Button>
      )}
      <Button size="small" look="danger" aria-label={`${texts.remove} ${name}`} onClick={onRemove}>
        {texts.remove}
      </Button>
    </div>
  )
}
