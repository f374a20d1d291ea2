import { SegmentedControl, TextInput } from '@mantine/core'
import { usePools, useVolumes } from '../pools/use-pools.ts'
import { VolumeSelect } from '../pools/VolumeSelect.tsx'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import classes from './new-vm.module.css'
import type { NewVmForm, NewVmValues } from './new-vm-form.ts'

const words = newVmTexts

/** What it boots from the first time: an ISO image, its disk, or a kernel that lies on the host. */
export function BootFields({ form }: { form: NewVmForm }) {
  const { host, boot } = form.values
  const pools = usePools(host)
  const { volumes, pending } = useVolumes(host, pools.data?.pools ?? [])
  const wrong = form.errors['boot.kind']
  return (
    <fieldset className={classes.group}>
      <legend>{words.boot}</legend>
      <SegmentedControl
        aria-label={words.boot}
        value={boot.kind}
        onChange={kind => {
          form.clearFieldError('boot.kind')
          form.setFieldValue('boot', { ...boot, kind: kind as NewVmValues['boot']['kind'] })
        }}
        data={(['iso', 'disk', 'kernel'] as const).map(value => ({ value, label: words.boots[value] }))}
      />
      {wrong && (
        <p className={classes.wrong} role="alert">
          {wrong}
        </p>
      )}
      {boot.kind === 'iso' && (
        <VolumeSelect
          label={words.iso}
          placeholder={words.chooseIso}
          nothing={words.noIsos}
          volumes={volumes.filter(volume => volume.iso)}
          pending={pending || pools.isPending}
          value={boot}
          error={(form.errors['boot.volume'] as string | undefined) ?? null}
          onChange={chosen => form.setFieldValue('boot', { ...boot, ...chosen })}
          onBlur={() => form.validateField('boot.volume')}
        />
      )}
      {boot.kind === 'kernel' && (
        <>
          <TextInput
            label={words.kernel}
            description={words.kernelHint}
            classNames={{ input: classes.path ?? '' }}
            {...form.getInputProps('boot.kernel')}
          />
          <TextInput
            label={`${words.initrd} (${words.optional})`}
            classNames={{ input: classes.path ?? '' }}
            {...form.getInputProps('boot.initrd')}
          />
          <TextInput
            label={`${words.commandLine} (${words.optional})`}
            classNames={{ input: classes.path ?? '' }}
            {...form.getInputProps('boot.commandLine')}
          />
        </>
      )}
    </fieldset>
  )
}
