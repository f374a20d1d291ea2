import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type Figure, percentile } from '../figures.ts'
import { machines } from '../full-host.ts'
import type { Stage } from './stage.ts'

const rounds = 60
const [folders, tags, tagsEach] = [50, 50, 3]

/**
 * The list of ten thousand VMs for somebody with two hundred grants, beside the list for somebody with none, whose VMs
 * need no look at where they are kept. The grants give something on each of the VMs but do not show any: both replies
 * are empty, and what lies between them is the checks.
 */
export async function checks({ admin, data, vms, person }: Stage): Promise<Figure[]> {
  const places = await nestedFolders(admin)
  place(join(data, 'porthole.db'), vms, places)
  const blind = await admin.ask('POST', '/roles', { name: 'Blind', permissions: ['vm.power'] })
  const granted = await person('granted', 'none')
  const ungranted = await person('ungranted', 'none')
  const scopes = [
    ...places.map(folder => ({ kind: 'folder', folder })),
    ...Array.from({ length: tags }, (_, index) => ({ kind: 'tag', tag: `tag-${index}` })),
    ...vms.slice(0, 100).map(vm => ({ kind: 'vm', vm })),
  ]
  const to = { kind: 'person', person: granted.id }
  for (const on of scopes) await admin.ask('POST', '/grants', { role: blind.id, to, on })
  const [many, none]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    many.push(await granted.time(200, 'GET', '/vms'))
    none.push(await ungranted.time(200, 'GET', '/vms'))
  }
  const { vms: seen } = await granted.ask('GET', '/vms')
  if (seen.length !== 0) throw new Error(`${seen.length} VMs are seen where none may be`)
  const value = percentile(many, 0.5) - percentile(none, 0.5)
  const name = `checks of a list of ${machines} VMs by ${scopes.length} grants, median`
  return [{ name, value, atMost: 5, unit: 'ms' }]
}

/** Folders three deep: each of those given lies in two others. */
async function nestedFolders(admin: Stage['admin']): Promise<string[]> {
  const make = async (name: string, parent: string | null) =>
    (await admin.ask('POST', '/folders', { name, parent })).id as string
  const site = await make('site', null)
  const places: string[] = []
  for (let index = 0; index < folders; index++)
    places.push(await make(`rack-${index}`, await make(`row-${index}`, site)))
  return places
}

/** Twenty thousand requests would take minutes: the rows are written beside the server, which reads them with the grants. */
function place(database: string, vms: readonly string[], places: readonly string[]): void {
  const inFolder = vms.map((vm, index) => `('${vm}', '${places[index % folders]}')`)
  const tagged = vms.flatMap((vm, index) =>
    Array.from({ length: tagsEach }, (_, nth) => `('${vm}', 'tag-${(index + nth * 7) % tags}')`),
  )
  execFileSync('sqlite3', ['-bail', database], {
    input: `PRAGMA busy_timeout = 5000; BEGIN;
      INSERT INTO VmPlace (vm, folderId) VALUES ${inFolder.join(',')};
      INSERT INTO VmTag (vm, tag) VALUES ${tagged.join(',')}; COMMIT;`,
  })
}
