import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Pool, type Volume } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { useStorageAct } from './use-storage-act.ts'
import { MakingDialog, VolumeDialog } from './VolumeDialog.tsx'

const rules = formRules(contract.pools.cloneVolume)

export interface AboutVolume {
  host: string
  pool: Pool
  volume: Volume
  onClose(): void
}

export function CloneDialog({ host, pool, volume, onClose }: AboutVolume) {
  const toInput = ({ name }: { name: string }) => ({ host, pool: pool.name, volume: volume.name, name })
  const form = useForm({
    initialValues: { name: volume.name.replace(/(\.[^.]+)?$/, '-copy$1') },
    validate: values => rules(toInput(values)),
  })
  const clone = useStorageAct(orpc.pools.cloneVolume.mutationOptions(), { form })
  const title = words.cloneTitle(volume.name)
  if (clone.data) {
    return <MakingDialog title={title} job={clone.data.job} name={form.values.name} onClose={onClose} />
  }
  return (
    <VolumeDialog
      title={title}
      confirm={words.cloneDo}
      form={form}
      act={clone}
      onSubmit={values => clone.mutate(toInput(values))}
      onClose={onClose}
    >
      <TextInput
        label={words.cloneName}
        description={words.cloneHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        autoFocus
        autoComplete="off"
        data-1p-ignore
        {...form.getInputProps('name')}
      />
    </VolumeDialog>
  )
}
