import { DomainMetadataType } from '@porthole/libvirt'
import { tagsElement } from '@porthole/libvirt-xml'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { faultOf } from '../run-capability.ts'
import { type Metadata, writeMetadata } from '../vms/write-metadata.ts'
import { checkPlacement } from './new-placement.ts'

/**
 * What holds is what stands here: the copy in the VM's metadata is for other tools, and nobody is granted anything by it.
 * https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSetMetadata
 */
export const tagVm: Verb<VmName & { tags: string[] }, { unwritten: string | null }> = async (core, input, caller) => {
  const { link, vm } = core.hosts.findVm(input)
  const tags = [...new Set(input.tags)].sort()
  const before = core.access.placements.of(vm)?.tags ?? []
  checkPlacement(core, vm, { folder: null, tags: tags.filter(tag => !before.includes(tag)) }, caller)
  await core.access.kept.tag(vm.id, tags)
  await core.access.loadVm(vm.id)
  link.inventory.touch(vm.id)
  const unwritten = await writeMetadata(link, vm, element(tags)).catch(error => faultOf(error).message)
  return { unwritten: unwritten ?? null }
}

const element = (tags: readonly string[]): Metadata => ({
  type: DomainMetadataType.ELEMENT,
  metadata: tags.length === 0 ? null : tagsElement(tags),
  key: 'porthole',
  uri: 'urn:porthole:tags:1',
})
