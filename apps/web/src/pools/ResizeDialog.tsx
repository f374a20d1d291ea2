import { useForm } from '@mantine/form'
import { contract } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import type { AboutVolume } from './CloneDialog.tsx'
import { bytesOf, type Size, SizeField, sizeFrom } from './SizeField.tsx'
import { useStorageAct } from './use-storage-act.ts'
import { VolumeDialog } from './VolumeDialog.tsx'

const rules = formRules(contract.pools.resizeVolume)

export function ResizeDialog({ host, pool, volume, onClose }: AboutVolume) {
  const announce = useAnnounce()
  const toInput = ({ capacity }: { capacity: Size }) => ({
    ...{ host, pool: pool.name, volume: volume.name },
    capacity: bytesOf(capacity),
  })
  const form = useForm({
    initialValues: { capacity: sizeFrom(volume.capacity) },
    validate: values => rules(toInput(values)),
  })
  const resize = useStorageAct(orpc.pools.resizeVolume.mutationOptions(), {
    form,
    done({ note }) {
      announce([words.resized(volume.name), note].filter(Boolean).join(' '))
      if (note === null) onClose()
    },
  })
  if (resize.data?.note) {
    return (
      <Dialog title={words.resized(volume.name)} onClose={onClose}>
        <p>{resize.data.note}</p>
        <DialogActions>
          <Button autoFocus onClick={onClose}>
            {texts.close}
          </Button>
        </DialogActions>
      </Dialog>
    )
  }
  return (
    <VolumeDialog
      title={words.resizeTitle(volume.name)}
      confirm={words.resizeDo}
      form={form}
      act={resize}
      onSubmit={values => resize.mutate(toInput(values))}
      onClose={onClose}
    >
      <p>{words.resizeNow(sizeOfBytes(volume.capacity))}</p>
      <SizeField
        autoFocus
        value={form.values.capacity}
        error={form.errors.capacity}
        onChange={value => form.setFieldValue('capacity', value)}
      />
    </VolumeDialog>
  )
}
