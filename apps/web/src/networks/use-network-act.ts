import type { MutationOptions } from '@tanstack/react-query'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { useAnnounce } from '../ui/Announcer.tsx'

/** An act on a network: what it did is said, and the networks are read again, whatever came of it. */
export function useNetworkAct<Output, Input>(
  options: MutationOptions<Output, Error, Input>,
  { done, onDone }: { done(input: Input): string; onDone?(input: Input): void },
) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  return useMutation<Output, Error, Input>({
    ...options,
    onSuccess(_, input) {
      announce(done(input))
      onDone?.(input)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: orpc.networks.key() }),
  })
}
