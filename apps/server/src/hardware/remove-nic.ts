import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { detachDevice } from './detach-device.ts'

export const removeNic: Verb<VmName & { mac: string; now: boolean }, { note: string | null }> = (core, input) =>
  detachDevice(core, input, { mac: input.mac })
