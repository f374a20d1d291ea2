import { toText, xml } from './build.ts'
import { edit, readAny } from './document.ts'
import { attribute, child, children, rawText, text, wholeNumber } from './element.ts'

/** A snapshot of a domain. https://libvirt.org/formatsnapshot.html */
export interface SnapshotDocument {
  name: string | null
  description: string | null
  /** Seconds since 1970. */
  creationTime: number | null
  /** The domain's state then, such as running, paused, shutoff; "disk-snapshot" where its disks alone were kept. */
  state: string | null
  /** The name of the snapshot that the domain went on from when this one was taken. */
  parent: string | null
  /** The guest's memory was kept, too. */
  memory: boolean
  /** Something of it lies in a file of its own, beside those of the disks. */
  external: boolean
  oddity: string | null
}

export function readSnapshot(xml: string): SnapshotDocument {
  return readAny(xml, 'domainsnapshot', (snapshot, odd) => {
    const memory = attribute(child(snapshot, 'memory'), 'snapshot')
    const disks = children(child(snapshot, 'disks'), 'disk').map(disk => attribute(disk, 'snapshot'))
    return {
      name: rawText(child(snapshot, 'name')),
      description: rawText(child(snapshot, 'description')),
      creationTime: wholeNumber(text(child(snapshot, 'creationTime')), 'creationTime', odd),
      state: text(child(snapshot, 'state')),
      parent: rawText(child(snapshot, 'parent', 'name')),
      memory: memory === 'internal' || memory === 'external',
      external: [memory, ...disks].includes('external'),
    }
  })
}

/** What libvirt needs to take a snapshot. */
export function newSnapshot({ name, description }: { name: string; description: string }): string {
  return toText(
    xml`<domainsnapshot><name>${name}</name>${description === '' ? [] : [xml`<description>${description}</description>`]}</domainsnapshot>`,
  )
}

/**
 * The document of a snapshot with another description; an empty one takes it away.
 * @throws {XmlError} when it can not be parsed or is no snapshot
 */
export function describeSnapshot(xml: string, description: string): string {
  return edit(xml, 'domainsnapshot', (snapshot, document) => {
    for (const before of children(snapshot, 'description')) snapshot.removeChild(before)
    if (description === '') return
    const element = document.createElement('description')
    element.appendChild(document.createTextNode(description))
    snapshot.insertBefore(element, child(snapshot, 'name')?.nextSibling ?? snapshot.firstChild)
  })
}
