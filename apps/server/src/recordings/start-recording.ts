import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'

type Input = VmName & { readonly device: string | null }

export const startRecording: Verb<Input, { recording: string }> = async (core, input, caller) => {
  const { vm } = core.hosts.findVm(input)
  return { recording: await core.recordings.record({ id: vm.id, host: vm.host, device: input.device }, caller) }
}
