import { NumberInput, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import classes from './new-vm.module.css'
import type { NewVmForm } from './new-vm-form.ts'

const words = newVmTexts

/** Memory in the unit that one likes; the contract takes MiB. */
export function MemoryField({ form }: { form: NewVmForm }) {
  const [unit, setUnit] = useState<'MiB' | 'GiB'>('GiB')
  const factor = unit === 'GiB' ? 1024 : 1
  const { memoryMiB } = form.values
  return (
    <div className={classes.memory}>
      <NumberInput
        label={words.memory}
        min={0}
        decimalScale={unit === 'GiB' ? 3 : 0}
        error={form.errors.memoryMiB}
        value={typeof memoryMiB === 'number' ? memoryMiB / factor : memoryMiB}
        onChange={value =>
          form.setFieldValue('memoryMiB', typeof value === 'number' ? Math.round(value * factor) : value)
        }
        onBlur={() => form.validateField('memoryMiB')}
      />
      <SegmentedControl
        aria-label={words.unit}
        value={unit}
        onChange={value => setUnit(value as typeof unit)}
        data={[
          { value: 'MiB', label: words.mib },
          { value: 'GiB', label: words.gib },
        ]}
      />
    </div>
  )
}
