import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import {
  contract,
  type NewVolume,
  type Pool,
  type Volume,
  type VolumeAllocation,
  volumeAllocations,
} from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { bytesOf, type Size, SizeField, sizeFrom } from './SizeField.tsx'
import { useStorageAct } from './use-storage-act.ts'
import { MakingDialog, VolumeDialog } from './VolumeDialog.tsx'

const rules = formRules(contract.pools.createVolume)

interface Values {
  name: string
  format: NewVolume['format']
  capacity: Size
  allocation: VolumeAllocation
  backing: string
}

interface NewVolumeDialogProps {
  host: string
  pool: Pool
  /** What is in the pool. */
  volumes: readonly Volume[]
  onClose(): void
}

/** A volume of one's own, with all that libvirt lets one choose. */
export function NewVolumeDialog({ host, pool, volumes, onClose }: NewVolumeDialogProps) {
  const toInput = ({ name, format, capacity, allocation, backing }: Values): NewVolume => ({
    ...{ host, pool: pool.name, name, format, allocation },
    capacity: bytesOf(capacity),
    backing: backing === '' ? null : { pool: pool.name, volume: backing },
  })
  const form = useForm<Values>({
    validateInputOnBlur: true,
    initialValues: {
      name: '',
      format: pool.formats[0] ?? 'raw',
      capacity: { size: 20, unit: 'GiB' },
      allocation: 'sparse',
      backing: '',
    },
    validate: values => rules(toInput(values)),
  })
  const create = useStorageAct(orpc.pools.createVolume.mutationOptions(), { form })
  const { format, capacity, backing } = form.values
  const title = words.newIn(pool.name)
  if (create.data) {
    return <MakingDialog title={title} job={create.data.job} name={form.values.name} onClose={onClose} />
  }
  const below = volumes.filter(
    ({ iso, format, usedBy }) => !iso && usedBy.length === 0 && (format === 'qcow2' || format === 'raw'),
  )
  return (
    <VolumeDialog
      title={title}
      confirm={words.create}
      form={form}
      act={create}
      onSubmit={values => create.mutate(toInput(values))}
      onClose={onClose}
    >
      <TextInput
        label={words.name}
        autoFocus
        autoComplete="off"
        data-1p-ignore
        placeholder={`data.${format === 'qcow2' ? 'qcow2' : 'img'}`}
        {...form.getInputProps('name')}
      />
      {pool.formats.length > 1 && (
        <NativeSelect
          label={words.format}
          data={pool.formats.map(value => ({ value, label: words.formats[value] }))}
          {...form.getInputProps('format')}
          onChange={event => {
            const chosen = event.currentTarget.value as NewVolume['format']
            form.setValues({ format: chosen, allocation: 'sparse', backing: '' })
          }}
        />
      )}
      {format === 'qcow2' && (
        <NativeSelect
          label={words.backing}
          description={backing === '' ? undefined : words.backingHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          data={[
            { value: '', label: words.noBacking },
            ...below.map(({ name, capacity }) => ({ value: name, label: `${name} · ${sizeOfBytes(capacity)}` })),
          ]}
          {...form.getInputProps('backing')}
          onChange={event => {
            const chosen = below.find(({ name }) => name === event.currentTarget.value)
            form.setValues({
              backing: chosen?.name ?? '',
              ...(chosen && { allocation: 'sparse', capacity: sizeFrom(chosen.capacity) }),
            })
          }}
        />
      )}
      <SizeField
        value={capacity}
        error={form.errors.capacity}
        onChange={value => form.setFieldValue('capacity', value)}
        onBlur={() => form.validateField('capacity')}
      />
      {backing === '' && (
        <NativeSelect
          label={words.allocation}
          data={volumeAllocations
            .filter(value => value !== 'metadata' || format === 'qcow2')
            .map(value => ({ value, label: words.allocations[value] }))}
          {...form.getInputProps('allocation')}
        />
      )}
    </VolumeDialog>
  )
}
