import { type MutationOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { VmKey } from '../api/vm-key.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { hardwareKey } from './use-hardware.ts'

/** What a dialog about a VM's hardware is given. */
export interface HardwareDialog {
  vm: VmKey & { name: string }
  /** `note` is what is still to come of it. */
  onClose(note?: string | null): void
}

/** An act on the hardware: when it is done that is said, the dialog closes, and the hardware is read again. */
export function useHardwareAct<Output extends object, Input>(
  options: MutationOptions<Output, Error, Input>,
  { vm, onClose }: HardwareDialog,
  done: string,
) {
  const queries = useQueryClient()
  const announce = useAnnounce()
  return useMutation<Output, Error, Input>({
    ...options,
    async onSuccess(output) {
      await queries.invalidateQueries({ queryKey: hardwareKey(vm) })
      const note = 'note' in output ? (output.note as string | null) : null
      announce(note ?? done)
      onClose(note)
    },
  })
}
