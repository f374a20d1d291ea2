// The package as npm packs it, in a project of its own: installed from the archive alone, called, and compiled against.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as everything from './index.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))
const installMs = 120_000

let project: string
let installed: string
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'porthole-package-'))
  await run('npm', ['pack', '--pack-destination', project], { cwd: join(root, 'packages/libvirt') })
  const [archive] = await readdir(project)
  await writeFile(join(project, 'package.json'), '{ "name": "elsewhere", "private": true, "type": "module" }')
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${archive}`], { cwd: project })
  installed = join(project, 'node_modules/@porthole/libvirt')
}, installMs)
afterAll(() => project && rm(project, { recursive: true }))

test('it comes alone, with readme and licence, and without tests', async () => {
  expect(await readdir(join(project, 'node_modules'))).toEqual(['.package-lock.json', '@porthole'])
  const files = await readdir(installed, { recursive: true })
  expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']))
  expect(files.filter(file => file.includes('.test.'))).toEqual([])
  for (const map of files.filter(file => file.endsWith('.js.map'))) {
    const { sources } = JSON.parse(await readFile(join(installed, map), 'utf8'))
    for (const source of sources) expect(files).toContain(join(map, '..', source))
  }
})

test.each([
  ['import', "import { connect } from '@porthole/libvirt'", 'mjs'],
  ['require', "const { connect } = require('@porthole/libvirt')", 'cjs'],
])('%s gives a client that a real daemon answers', async (way, load, extension) => {
  const script = join(project, `${way}.${extension}`)
  await writeFile(
    script,
    `${load}
    const hear = async () => {
      const connection = await connect({ uri: 'test:///default' })
      const { domains } = await connection.call('connectListAllDomains')
      const { xml } = await connection.call('domainGetXmlDesc', { dom: domains.find(({ name }) => name === 'test') })
      await connection.close()
      return { names: domains.map(({ name }) => name), xml }
    }
    hear().then(heard => console.log(JSON.stringify(heard)))`,
  )
  const { stdout, stderr } = await run('node', [script], { cwd: project })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual({
    names: expect.arrayContaining(['test']),
    xml: expect.stringMatching(/^<domain type='test'/),
  })
})

test('what the readme shows compiles against it, strictly', { timeout: installMs }, async () => {
  const readme = await readFile(join(installed, 'README.md'), 'utf8')
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
  expect(examples.length).toBeGreaterThan(10)
  await mkdir(join(project, 'examples'))
  await writeFile(join(project, 'examples/given.d.ts'), given)
  for (const [index, code] of examples.entries()) {
    await writeFile(join(project, `examples/${index}.ts`), asModule(code))
  }
  await writeFile(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', strict: true, noEmit: true, skipLibCheck: false },
        noUncheckedIndexedAccess: true,
        ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
      },
      include: ['examples'],
    }),
  )
  const compiled = run(join(root, 'node_modules/.bin/tsc'), ['-p', project]).catch(({ stdout }) => ({ stdout }))
  expect((await compiled).stdout).toBe('')
})

/** What the examples take for granted. */
const given = `import type { Connection, Domain, DomainStatsRecord, StorageVol } from '@porthole/libvirt'
declare global {
  const connection: Connection
  const dom: Domain
  const vol: StorageVol
  const [to, file, password]: [string, string, string]
  const length: number
  const signal: AbortSignal
  function show(records: DomainStatsRecord[]): void
  function readEverythingAgain(): Promise<void>
}
`

/** An example as a function in a module, with the imports that it leaves out. */
function asModule(code: string): string {
  const lines = code.split('\n')
  const imports = lines.filter(line => line.startsWith('import '))
  const body = lines.filter(line => !line.startsWith('import ')).join('\n')
  const said = imports.join('\n')
  const lacks = (name: string) => new RegExp(`\\b${name}\\b`).test(body) && !new RegExp(`\\b${name}\\b`).test(said)
  const values = Object.keys(everything).filter(lacks)
  const types = ['OpenSsh', 'Transport'].filter(lacks).map(name => `type ${name}`)
  const ours = [...values, ...types]
  const node = Object.entries(fromNode)
    .map(([from, names]) => [from, names.filter(lacks)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([from, names]) => `import { ${names.join(', ')} } from '${from}'`)
  const own = ours.length > 0 ? [`import { ${ours.join(', ')} } from '@porthole/libvirt'`] : []
  return [...imports, ...node, ...own, 'export async function example() {', body, '}'].join('\n')
}

const fromNode = {
  'node:fs': ['createReadStream'],
  'node:child_process': ['spawn'],
  'node:stream': ['Duplex'],
}
