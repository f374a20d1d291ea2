import { addClipboard as addTo } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { type Addition, changeDefinition } from './change-definition.ts'

export const clipboardChannel: Addition = {
  add: addTo,
  has: ({ clipboard }) => clipboard === 'silent' || clipboard === 'connected',
}

export const addClipboard: Verb<VmName, Record<string, never>> = (core, input) =>
  changeDefinition(core, input, clipboardChannel)
