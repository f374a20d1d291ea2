import { toText, xml } from './build.ts'

/**
 * The element that carries a VM's tags in its metadata, without a namespace: libvirt adds the one that it is stored under.
 * https://libvirt.org/formatdomain.html#general-metadata
 */
export function tagsElement(tags: readonly string[]): string {
  return toText(xml`<tags>${tags.map(tag => xml`<tag>${tag}</tag>`)}</tags>`)
}
