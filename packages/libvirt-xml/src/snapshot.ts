import { toText, xml } from './build.ts'

/** What libvirt needs to take a snapshot. https://libvirt.org/formatsnapshot.html */
export function newSnapshot({ name, description }: { name: string; description: string }): string {
  return toText(
    xml`<domainsnapshot><name>${name}</name>${description === '' ? [] : [xml`<description>${description}</description>`]}</domainsnapshot>`,
  )
}
