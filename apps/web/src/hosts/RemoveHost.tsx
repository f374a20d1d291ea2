import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { hostsQuery } from '../api/fleet-queries.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { FleetHost } from './fleet.ts'

const words = texts.host

/** Asks with what Porthole would forget, and what stays. */
export function RemoveHost({ group: { host, all }, onClose }: { group: FleetHost; onClose(): void }) {
  const router = useRouter()
  const queries = useQueryClient()
  const announce = useAnnounce()
  const remove = useMutation({
    ...orpc.hosts.removeHost.mutationOptions(),
    onSuccess: () => {
      announce(words.removed(host.name))
      router.push('/')
      void queries.invalidateQueries(hostsQuery)
    },
  })
  return (
    <Dialog title={words.removeTitle(host.name)} onClose={onClose}>
      <p>{words.removeWhat(host.name, all)}</p>
      <p>{words.removeGoes}</p>
      <p>{words.removeBack}</p>
      {remove.error && (
        <Notice tone="error" alert>
          {failureOf(remove.error).sentence}
        </Notice>
      )}
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button
          look="danger"
          busy={remove.isPending || remove.isSuccess}
          onClick={() => remove.mutate({ host: host.id })}
        >
          {words.remove}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
