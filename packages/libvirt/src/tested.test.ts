import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
// @ts-expect-error The script is plain JavaScript, so that node runs it as it is.
import { checkedIn, everyProcedure, page, render } from '../scripts/tested-page.mjs'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const readJson = (path: string) => JSON.parse(readFileSync(here(path), 'utf8'))

const { notes, ...rest } = checkedIn() as {
  notes: Record<string, Record<string, string>>
  libvirt: string
  qemu: string
  notAsked: Record<string, string>
}
const camel = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
const outcomes = (name: string) => Object.values(notes[camel(name)] ?? {})

// Which file asked what is held to by the files themselves, at the end of each run: test/recorded.ts.
const required = readJson('../test/required.json') as { 'virt-manager': string[]; virsh: Record<string, string[]> }

/** The client refuses it itself: see src/procedures/screen.test.ts. */
const refusedByUs = 'DOMAIN_OPEN_GRAPHICS_FD'
/** What this host does not let root do, as it does not want to know who root is. */
const refusedByHost = ['AUTH_POLKIT']

test('every procedure that virt-manager calls is answered by a real daemon in some test', () => {
  const names = required['virt-manager'].filter(name => name !== refusedByUs && !refusedByHost.includes(name))
  expect(names).toHaveLength(126)
  const missing = names.filter(name => !outcomes(name).some(told => told === 'compared' || told === 'answered'))
  expect(missing).toEqual([])
  expect(refusedByHost.filter(name => outcomes(name).length === 0)).toEqual([])
})

test.each(Object.entries(required.virsh))('what is behind virsh %s is compared with it', (_command, names) => {
  expect(names.filter(name => !outcomes(name).includes('compared'))).toEqual([])
})

test('the page names every procedure once, says why those are not asked that are not, and names no file that is gone', () => {
  const all = (everyProcedure() as { name: string }[]).map(({ name }) => name)
  const named = [...Object.keys(notes), ...Object.keys(rest.notAsked)]
  expect(named.sort()).toEqual(all.sort())
  expect(Object.entries(rest.notAsked).filter(([, why]) => why === '')).toEqual([])
  const files = new Set(
    Object.values(notes).flatMap(places => Object.keys(places).map(place => place.split(' ')[0] ?? '')),
  )
  const pathOf = (file: string) => here(file.includes('/') ? `../../../${file}.test.ts` : `procedures/${file}.test.ts`)
  expect([...files].filter(file => !existsSync(pathOf(file)))).toEqual([])
})

test('the page is written as the script writes it', () => {
  expect(readFileSync(page, 'utf8')).toBe(render(notes, rest))
})
