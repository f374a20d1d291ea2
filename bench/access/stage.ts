import { administrator } from '../../e2e/administrator.ts'
import { type Porthole, startPorthole } from '../../e2e/porthole.ts'
import { machineId, machines, startFullHost } from '../full-host.ts'
import { Person } from './person.ts'

const atOnce = 100

/** A Porthole with ten thousand VMs, and its administrator. */
export interface Stage {
  readonly porthole: Porthole
  readonly admin: Person
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
    const porthole = await startPorthole({ libvirtUri: host.libvirt.uri })
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
    return await play({ porthole, admin, vms, person })
  } finally {
    for (const end of ends) await end()
  }
}

/** Does all of it, many at a time. */
export async function each<T>(items: readonly T[], act: (item: T, index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const work = async () => {
    while (next < items.length) {
      const index = next++
      await act(items[index] as T, index)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
