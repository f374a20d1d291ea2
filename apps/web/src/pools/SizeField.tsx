import { NativeSelect, NumberInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { storageTexts as words } from '../texts/storage-texts.ts'
import classes from './storage.module.css'

const bytesIn = { MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const
const units = Object.keys(bytesIn) as Unit[]
type Unit = keyof typeof bytesIn

/** A size as it stands in a form: what was typed, and its unit. */
export interface Size {
  readonly size: number | string
  readonly unit: Unit
}

export const bytesOf = ({ size, unit }: Size): number =>
  typeof size === 'number' ? Math.round(size * bytesIn[unit]) : Number.NaN

/** In the largest unit in which it is whole, or nearly so. */
export function sizeFrom(bytes: number): Size {
  const unit = units.findLast(unit => bytes >= bytesIn[unit] && (bytes / bytesIn[unit]) % 0.25 === 0) ?? 'MiB'
  return { size: Math.ceil((bytes / bytesIn[unit]) * 1000) / 1000, unit }
}

interface SizeFieldProps {
  value: Size
  error: ReactNode
  autoFocus?: boolean
  onChange(value: Size): void
  onBlur?(): void
}

/** A size in the unit that one likes, and beside it what that is exactly. */
export function SizeField({ value, error, autoFocus, onChange, onBlur }: SizeFieldProps) {
  const bytes = bytesOf(value)
  return (
    <div className={classes.size}>
      <NumberInput
        label={words.size}
        min={0}
        decimalScale={3}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        description={Number.isFinite(bytes) ? words.exactly(bytes) : ' '}
        {...(autoFocus && { autoFocus })}
        {...(onBlur && { onBlur })}
        error={error}
        value={value.size}
        onChange={size => onChange({ ...value, size })}
      />
      <NativeSelect
        aria-label={words.unit}
        data={units}
        value={value.unit}
        onChange={event => onChange({ ...value, unit: event.currentTarget.value as Unit })}
      />
    </div>
  )
}
