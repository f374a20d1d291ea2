import { type MutationOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { VmKey } from '../api/vm-key.ts'
import { useAnnounce } from '../ui/Announcer.tsx'

/** All that was asked of the snapshots of a VM begins with this. */
export const snapshotsKey = ({ id, host }: VmKey) => ['snapshots', host, id]

/** An act on a snapshot: when it is done that is said, the dialog closes, and the snapshots are read again. */
export function useSnapshotAct<Output, Input>(
  vm: VmKey,
  options: MutationOptions<Output, Error, Input>,
  { done, onClose }: { done: string | ((input: Input) => string); onClose(): void },
) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  return useMutation<Output, Error, Input>({
    ...options,
    onSuccess(_, input) {
      announce(typeof done === 'string' ? done : done(input))
      onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: snapshotsKey(vm) }),
  })
}
