import { readFileSync } from 'node:fs'

/** A document of `samples/`: written by libvirt itself, but for those of hypervisors that need hardware or kernels of their own. */
export function sample(name: string): string {
  return readFileSync(new URL(`./samples/${name}.xml`, import.meta.url), 'utf8')
}

export const domainSamples = ['everything', 'live-uefi', 'lxc', 'xen-pv', 'test-driver']

/** The same document as our serializer quotes it; the samples have no quotes elsewhere. */
export function doubleQuoted(xml: string): string {
  return xml.replaceAll("'", '"')
}
