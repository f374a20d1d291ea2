import { DomainMetadataType } from '@porthole/libvirt'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from './act-on-domain.ts'
import { writeMetadata } from './write-metadata.ts'

interface Change extends VmName {
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly autostart?: boolean | undefined
}

export const changeVm: Verb<Change, Record<string, never>> = (core, { id, host, title, description, autostart }) =>
  actOnDomain(core, { id, host }, async (link, dom, vm) => {
    const { TITLE, DESCRIPTION } = DomainMetadataType
    if (autostart !== undefined && autostart !== vm.autostart) {
      await link.call('domainSetAutostart', { dom, autostart: autostart ? 1 : 0 })
    }
    if (title !== undefined) await writeMetadata(link, vm, { type: TITLE, metadata: title || null })
    if (description !== undefined) await writeMetadata(link, vm, { type: DESCRIPTION, metadata: description || null })
  })
