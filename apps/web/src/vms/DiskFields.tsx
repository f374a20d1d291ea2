import { NumberInput, SegmentedControl, Select } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useEffect } from 'react'
import { failureOf } from '../api/failure.ts'
import { inPlace } from '../forms/in-place.ts'
import { NoPool } from '../pools/NoPool.tsx'
import { usePools, useVolumes } from '../pools/use-pools.ts'
import { VolumeSelect } from '../pools/VolumeSelect.tsx'
import { sizeOfBytes } from '../texts/format.ts'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './new-vm.module.css'
import type { NewVmValues } from './new-vm-form.ts'

const words = newVmTexts

/** A form that has these fields, whatever else it has. */
type DiskForm = UseFormReturnType<Pick<NewVmValues, 'host' | 'disk'>>

/** A new disk, one that exists, or none. */
export function DiskFields({ form, kinds }: { form: DiskForm; kinds: readonly NewVmValues['disk']['kind'][] }) {
  const { host, disk } = form.values
  const pools = usePools(host)
  const all = pools.data?.pools ?? []
  const holding = all.filter(pool => pool.active && pool.formats.includes('qcow2'))
  const { volumes, pending } = useVolumes(host, all)
  const usual = (holding.find(pool => pool.name === 'default') ?? holding[0])?.name
  const { setFieldValue } = form
  useEffect(() => {
    if (usual && disk.kind === 'new' && disk.pool === '') setFieldValue('disk.pool', usual)
  }, [usual, disk.kind, disk.pool, setFieldValue])
  return (
    <fieldset className={classes.group}>
      <legend>{words.disk}</legend>
      <SegmentedControl
        aria-label={words.disk}
        value={disk.kind}
        onChange={kind => {
          form.clearFieldError('boot.kind')
          form.setFieldValue('disk', { ...disk, kind: kind as NewVmValues['disk']['kind'], pool: '', volume: '' })
        }}
        data={kinds.map(value => ({ value, label: words.disks[value] }))}
      />
      {pools.error && <Notice tone="error">{failureOf(pools.error).sentence}</Notice>}
      {disk.kind === 'new' && pools.data && holding.length === 0 && <NoPool host={host} />}
      {disk.kind === 'new' && holding.length > 0 && (
        <div className={classes.pair}>
          <Select
            label={words.pool}
            comboboxProps={inPlace}
            allowDeselect={false}
            data={holding.map(({ name, available }) => ({
              value: name,
              label: `${name} · ${words.free(sizeOfBytes(available))}`,
            }))}
            {...form.getInputProps('disk.pool')}
          />
          <NumberInput
            label={words.size}
            min={0}
            decimalScale={1}
            suffix={` ${words.gib}`}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            description={words.sizeHint}
            {...form.getInputProps('disk.sizeGiB')}
          />
        </div>
      )}
      {disk.kind === 'existing' && (
        <VolumeSelect
          label={words.volume}
          placeholder={words.chooseVolume}
          nothing={words.noVolumes}
          volumes={volumes.filter(volume => !volume.iso)}
          pending={pending || pools.isPending}
          value={disk}
          error={(form.errors['disk.volume'] as string | undefined) ?? null}
          onChange={chosen => form.setFieldValue('disk', { ...disk, ...chosen })}
          onBlur={() => form.validateField('disk.volume')}
        />
      )}
    </fieldset>
  )
}
