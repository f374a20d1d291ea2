// TESTED.md as text and back: which procedure was asked in which test file, and how that went.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { procedureName } from './generate-procedures.mjs'

const here = path => fileURLToPath(new URL(path, import.meta.url))
export const page = here('../TESTED.md')

/** Where test files leave their notes, one file each, while the page is made anew. */
export const notesFolder = here('../../../.cache/tested')

/** Every procedure in the order of its program, by this package's name, with the C function that it serves. */
export function everyProcedure() {
  return ['remote', 'qemu', 'lxc', 'admin'].flatMap(program => {
    const { procedures } = JSON.parse(readFileSync(here(`../protocol/${program}.json`), 'utf8'))
    return Object.entries(procedures)
      .filter(([, { message }]) => message === undefined)
      .map(([name, { api }]) => ({ name: procedureName(program, name), api: api ?? '' }))
  })
}

/** What answers here: { libvirt, qemu }. */
export function versions() {
  const told = execFileSync('virsh', ['-q', '-c', 'qemu:///system', 'version', '--daemon'], { encoding: 'utf8' })
  return {
    libvirt: /^Running against daemon: (\S+)/m.exec(told)?.[1],
    qemu: /hypervisor: QEMU (\S+)/.exec(told)?.[1],
  }
}

const placesOf = (outcomes, wanted) =>
  Object.keys(outcomes ?? {})
    .filter(place => wanted(outcomes[place]))
    .sort()

/** The page for notes of the form { procedure: { place: outcome } }. */
export function render(notes, { libvirt, qemu, notAsked }) {
  const rows = everyProcedure().map(({ name, api }) => ({
    name,
    api,
    compared: placesOf(notes[name], outcome => outcome === 'compared'),
    answered: placesOf(notes[name], outcome => outcome === 'answered'),
    refused: placesOf(notes[name], () => true).map(place => `${place}: ${notes[name][place]}`),
  }))
  const answered = rows.filter(({ compared, answered }) => compared.length + answered.length > 0)
  const refused = rows.filter(row => !answered.includes(row) && row.refused.length > 0)
  const rest = rows.filter(row => !answered.includes(row) && !refused.includes(row))
  const compared = answered.filter(({ compared }) => compared.length > 0)
  return `# What is tested against a real daemon

Made by \`npm run tested -w packages/libvirt\` from what the tests sent and what came back, with libvirt ${libvirt} and QEMU ${qemu}. Do not edit.
A name in a cell is a file of \`src/procedures\` or, where it has a slash, of the repository; one with "(test)" used libvirt's test driver instead of QEMU.
*Compared*: the same test asked virsh about the same host. Each file holds itself to this page whenever it runs.

Of ${rows.length} procedures ${answered.length} were answered, ${compared.length} of them compared with virsh.

## Answered

| procedure | C function | compared with virsh in | also answered in |
| --- | --- | --- | --- |
${answered.map(({ name, api, compared, answered }) => `| ${[name, api, compared.join(', '), answered.join(', ')].join(' | ')} |`).join('\n')}

## Refused by this host

Asked, and refused by libvirt's own error: this host, driver or build cannot do it, or nothing of the kind is there. *Unknown here* says that this libvirt, or this socket, does not have the procedure.

| procedure | C function | refused in |
| --- | --- | --- |
${refused.map(({ name, api, refused }) => `| ${[name, api, refused.join(', ')].join(' | ')} |`).join('\n')}

## Not asked

| procedure | C function | why |
| --- | --- | --- |
${rest.map(({ name, api }) => `| ${[name, api, notAsked[name] ?? ''].join(' | ')} |`).join('\n')}
`
}

/** What a page says: { libvirt, qemu, notes, notAsked }. */
export function parse(text) {
  const [, answered = '', refused = '', rest = ''] = text.split(/^## .*$/m)
  const rowsOf = section =>
    section
      .split('\n')
      .filter(line => /^\| \w+ \|/.test(line))
      .map(line =>
        line
          .slice(1, -1)
          .split('|')
          .map(cell => cell.trim()),
      )
      .filter(([name]) => name !== 'procedure')
  const list = cell => (cell ? cell.split(', ') : [])
  const notes = {}
  for (const [name, , compared, also] of rowsOf(answered)) {
    const told = [...list(compared).map(place => [place, 'compared']), ...list(also).map(place => [place, 'answered'])]
    notes[name] = Object.fromEntries(told)
  }
  for (const [name, , places] of rowsOf(refused)) {
    notes[name] = Object.fromEntries(list(places).map(told => told.split(': ')))
  }
  const notAsked = Object.fromEntries(rowsOf(rest).map(([name, , why]) => [name, why]))
  const [, libvirt, qemu] = /with libvirt (\S+) and QEMU (\S+)\. Do/.exec(text) ?? []
  return { libvirt, qemu, notes, notAsked }
}

/** The page as it is checked in. */
export const checkedIn = () => parse(readFileSync(page, 'utf8'))
