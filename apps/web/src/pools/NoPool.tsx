import { imagesPath } from '@porthole/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'

/** A host without a pool is one click away from having one. */
export function NoPool({ host }: { host: string }) {
  const queries = useQueryClient()
  const create = useMutation({
    ...orpc.pools.createPool.mutationOptions(),
    onSuccess: () => queries.invalidateQueries({ queryKey: orpc.pools.key() }),
  })
  return (
    <>
      <Notice
        tone="info"
        actions={
          <Button
            busy={create.isPending}
            onClick={() => create.mutate({ host, pool: 'default', source: { kind: 'dir', path: imagesPath } })}
          >
            {newVmTexts.createPool}
          </Button>
        }
      >
        {newVmTexts.noPool}
      </Notice>
      {create.error && (
        <Notice tone="error" alert>
          {failureOf(create.error).sentence}
        </Notice>
      )}
    </>
  )
}
