import { type MutationOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useAnnounce } from '../ui/Announcer.tsx'

/** A change to people or to what they may do: everything about both is read again afterwards, and a failure is said aloud. */
export function useChange<Output, Input>(
  options: MutationOptions<Output, Error, Input>,
  { done, failed }: { done?(output: Output): void; failed?(error: Error): void } = {},
) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  return useMutation<Output, Error, Input>({
    ...options,
    async onSuccess(output) {
      const read = [orpc.access.key(), orpc.people.key(), orpc.account.key()]
      await Promise.all(read.map(queryKey => queries.invalidateQueries({ queryKey })))
      done?.(output)
    },
    onError(error) {
      if (failed) failed(error)
      else announce(failureOf(error).sentence)
    },
  })
}
