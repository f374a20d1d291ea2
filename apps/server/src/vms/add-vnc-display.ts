import { addVncDisplay as addTo } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { type Addition, changeDefinition } from './change-definition.ts'

export const vncDisplay: Addition = {
  add: addTo,
  has: ({ graphics }) => graphics.some(({ type, listen }) => type === 'vnc' && listen.kind !== 'none'),
}

export const addVncDisplay: Verb<VmName, Record<string, never>> = (core, input) =>
  changeDefinition(core, input, vncDisplay)
