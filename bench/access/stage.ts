import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { administrator } from '../../e2e/administrator.ts'
import { type Porthole, startPorthole } from '../../e2e/porthole.ts'
import { machineId, machines, startFullHost } from '../full-host.ts'
import { Person } from './person.ts'

/** A Porthole with ten thousand VMs, and its administrator. */
export interface Stage {
  readonly porthole: Porthole
  readonly admin: Person
  /** The folder of its data. */
  readonly data: string
  /** The VMs' UUIDs. */
  readonly vms: readonly string[]
  /** Somebody new who has signed in, with that role everywhere. */
  person(name: string, role: string): Promise<Person>
}

export async function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  const ends: (() => unknown)[] = []
  try {
    const host = await startFullHost()
    ends.unshift(() => host.stop())
    const data = await mkdtemp(join(tmpdir(), 'porthole-bench-'))
    ends.unshift(() => rm(data, { recursive: true }))
    const porthole = await startPorthole({ libvirtUri: host.libvirt.uri, data })
    ends.unshift(() => porthole.stop())
    const admin = new Person(porthole.url)
    const token = new URL(porthole.setupLink ?? '').hash.slice(1)
    await admin.ask('POST', '/setup', { token, ...administrator })
    while ((await admin.ask('GET', '/vms')).vms.length < machines);
    const person = async (name: string, role: string) => {
      const credentials = { email: `${name}@example.org`, password: administrator.password }
      const { id } = await admin.ask('POST', '/people', { ...credentials, name, role })
      const made = new Person(porthole.url, id)
      await made.ask('POST', '/session', credentials)
      return made
    }
    const vms = Array.from({ length: machines }, (_, index) => machineId(index))
    return await play({ porthole, admin, data, vms, person })
  } finally {
    for (const end of ends) await end()
  }
}
