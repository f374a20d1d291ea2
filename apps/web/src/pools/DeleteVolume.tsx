import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import type { AboutVolume } from './CloneDialog.tsx'
import { useStorageAct } from './use-storage-act.ts'

export function DeleteVolume({ host, pool, volume, onClose }: AboutVolume) {
  const { name, path, capacity, allocation } = volume
  const announce = useAnnounce()
  const remove = useStorageAct(orpc.pools.deleteVolume.mutationOptions(), {
    done() {
      announce(words.removed(name))
      onClose()
    },
  })
  return (
    <Confirm
      title={words.removeTitle(name)}
      what={words.removeWhat(path, sizeOfBytes(capacity), sizeOfBytes(allocation))}
      confirm={words.removeDo}
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onConfirm={() => remove.mutate({ host, pool: pool.name, volume: name })}
    />
  )
}
