import { NumberInput, Select, TextInput } from '@mantine/core'
import type { Host } from '@porthole/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf, unsaid } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { vmsQuery } from '../api/fleet-queries.ts'
import { warmConsole } from '../console/warm-console.ts'
import { NetworkSelect } from '../networks/NetworkSelect.tsx'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button, buttonLook } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import { AcceleratorField } from './AcceleratorField.tsx'
import { BootFields } from './BootFields.tsx'
import { DiskFields } from './DiskFields.tsx'
import { MemoryField } from './MemoryField.tsx'
import classes from './new-vm.module.css'
import { type NewVmValues, toNewVm, useNewVmForm } from './new-vm-form.ts'
import { vmPath } from './vm-path.ts'

const words = newVmTexts

/** Makes a VM, starts it and leads to its console. */
export function NewVmForm({ hosts, first }: { hosts: readonly Host[]; first: string }) {
  const form = useNewVmForm(first)
  const { host } = form.values
  const accelerators = useQuery(orpc.hosts.getAccelerators.queryOptions({ input: { host } }))
  const create = useCreate(fields => form.setErrors(fields))
  const failure = create.error && failureOf(create.error)
  const submit = (values: NewVmValues) => create.mutate(toNewVm(values))
  const most = accelerators.data?.maxVcpus
  const { setFieldValue } = form
  const setNetwork = useCallback(
    (name: string | null) =>
      setFieldValue('network', name === null ? { kind: 'none', name: '' } : { kind: 'network', name }),
    [setFieldValue],
  )
  return (
    <form noValidate className={classes.form} onSubmit={form.onSubmit(submit, focusFirstError)}>
      <Select
        label={words.host}
        allowDeselect={false}
        data={hosts.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.getInputProps('host')}
      />
      <TextInput label={words.name} autoFocus autoComplete="off" data-1p-ignore {...form.getInputProps('name')} />
      <div className={classes.pair}>
        <NumberInput
          label={words.vcpus}
          min={1}
          allowDecimal={false}
          {...form.getInputProps('vcpus')}
          description={most !== undefined && Number(form.values.vcpus) > most ? words.maxVcpus(most) : undefined}
        />
        <MemoryField form={form} />
      </div>
      <AcceleratorField form={form} accelerators={accelerators.data} error={accelerators.error} />
      <DiskFields form={form} kinds={['new', 'existing', 'none']} />
      <BootFields form={form} />
      <NetworkSelect
        host={host}
        value={form.values.network.kind === 'none' ? null : form.values.network.name}
        untouched={!form.isTouched('network')}
        error={(form.errors['network.name'] as string | undefined) ?? null}
        onChange={setNetwork}
      />
      {failure && failure.issues.length === 0 && failure.code !== 'NAME_TAKEN' && (
        <Notice
          tone="error"
          alert
          actions={
            failure.code === 'KVM_UNUSABLE' && (
              <Button
                onClick={() => {
                  form.setFieldValue('accelerator', 'tcg')
                  submit({ ...form.values, accelerator: 'tcg' })
                }}
              >
                {words.useTcg}
              </Button>
            )
          }
        >
          {failure.sentence}
          {unsaid(failure) && <div className="exact">{unsaid(failure)}</div>}
        </Notice>
      )}
      <div className={classes.end}>
        <Link href="/" {...buttonLook({ size: 'large' })}>
          {texts.cancel}
        </Link>
        <Button look="primary" type="submit" size="large" busy={create.isPending || create.isSuccess}>
          {words.create}
        </Button>
      </div>
    </form>
  )
}

function useCreate(setErrors: (errors: Record<string, string>) => void) {
  const router = useRouter()
  const queries = useQueryClient()
  return useMutation({
    ...orpc.vms.createVm.mutationOptions(),
    onSuccess: async vm => {
      warmConsole(vm)
      // Its page looks for it in the list, which the event may not have reached yet.
      await queries.invalidateQueries(vmsQuery)
      router.push(vmPath(vm, 'console'))
    },
    onError: error => {
      const failure = failureOf(error)
      setErrors(failure.code === 'NAME_TAKEN' ? { name: failure.sentence } : fieldErrors(failure))
      focusFirstError()
    },
  })
}
