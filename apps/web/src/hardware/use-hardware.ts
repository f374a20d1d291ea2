import type { Hardware } from '@porthole/contract'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import type { VmKey } from '../api/vm-key.ts'
import { usePageVisible } from '../ui/use-page-visible.ts'
import { useShownVm } from '../vms/vm-context.ts'

/** No event tells that somebody changed what the VM starts with next: it is looked at so often, ms. */
const rereadMs = 10_000

export const hardwareKey = ({ id, host }: VmKey) => ['hardware', host, id]

export function useHardware(): UseQueryResult<Hardware> {
  const { vm } = useShownVm()
  const { id, host, revision } = vm
  const visible = usePageVisible()
  return useQuery({
    // Whatever the live list tells of the VM makes it another question.
    queryKey: [...hardwareKey(vm), revision],
    queryFn: async () => (await client.hardware.getHardware({ id, host })) as Hardware,
    refetchInterval: visible && rereadMs,
    placeholderData: before => before,
  })
}
