import { Radio } from '@mantine/core'
import type { Accelerators } from '@porthole/contract'
import { useEffect, useRef } from 'react'
import { failureOf } from '../api/failure.ts'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './new-vm.module.css'
import type { NewVmForm } from './new-vm-form.ts'

const words = newVmTexts

interface AcceleratorFieldProps {
  form: NewVmForm
  /** Undefined while the host is asked. */
  accelerators: Accelerators | undefined
  error: Error | null
}

/** KVM where the host has it and nothing speaks against it, else emulation; and why not KVM. */
export function AcceleratorField({ form, accelerators, error }: AcceleratorFieldProps) {
  const { setFieldValue } = form
  const input = form.getInputProps('accelerator')
  const kvm = accelerators?.kvm
  const usual = kvm && (kvm.offered && kvm.problem === null ? 'kvm' : 'tcg')
  // What a person chose stays chosen, also when the host answers only then, as long as the host has it.
  const chosen = useRef(false)
  const lacking = kvm?.offered === false
  useEffect(() => {
    if (usual !== undefined && (lacking || !chosen.current)) setFieldValue('accelerator', usual)
  }, [usual, lacking, setFieldValue])
  const choose = (value: string) => {
    chosen.current = true
    input.onChange(value)
  }
  const why = kvm && (kvm.problem ?? (kvm.offered ? null : words.kvmNotOffered))
  return (
    <>
      <Radio.Group label={words.accelerator} {...input} onChange={choose}>
        <div className={classes.radios}>
          <Radio value="kvm" label={words.kvm} description={why ?? words.kvmHint} disabled={lacking} />
          <Radio
            value="tcg"
            label={words.tcg}
            description={words.tcgHint}
            disabled={accelerators?.tcg.offered === false}
          />
        </div>
      </Radio.Group>
      {error && <Notice tone="warning">{failureOf(error).sentence}</Notice>}
    </>
  )
}
