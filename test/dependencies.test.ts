import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

interface Locked {
  readonly version: string
  readonly name?: string
  readonly link?: boolean
  readonly resolved?: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const lock = Object.entries(read('package-lock.json').packages as Record<string, Locked>)
/** What is not ours. */
const foreign = lock.filter(([path, { link }]) => path.includes('node_modules/') && !link)
const nameOf = ([path, { name }]: [string, Locked]) => name ?? path.split('node_modules/').at(-1) ?? ''

/** Where packages come from whose place the lock file does not name. */
const npm = 'https://registry.npmjs.org/'

/** What the registry says of each package that it is asked about; null for one that takes no such question. */
let advisories: ((names: string[]) => object) | null = null
const registry = createServer((request, response) => {
  const body: Buffer[] = []
  request.on('data', chunk => body.push(chunk))
  request.on('end', () => {
    if (advisories === null || !request.url?.endsWith('/advisories/bulk')) return response.writeHead(405).end('{}')
    const asked = Object.keys(JSON.parse(gunzipSync(Buffer.concat(body)).toString()))
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(advisories(asked)))
  })
})
let url: string

beforeAll(async () => {
  await new Promise<void>(ready => registry.listen(0, '127.0.0.1', ready))
  url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`
})
afterAll(() => registry.close())
beforeEach(() => {
  advisories = null
})

async function dependencies(): Promise<{ code: number; told: string }> {
  // npm remembers what a registry said of the same question.
  const cache = mkdtempSync(join(tmpdir(), 'porthole-npm-'))
  const env = { ...process.env, npm_config_registry: url, npm_config_fetch_retries: '0', npm_config_cache: cache }
  return promisify(execFile)('node', ['scripts/dependencies.mjs'], { env })
    .then(
      ({ stdout }) => ({ code: 0, told: stdout }),
      ({ code, stdout, stderr }) => ({ code, told: `${stdout}${stderr}` }),
    )
    .finally(() => rmSync(cache, { recursive: true }))
}

it('fails where the registry knows of a grave hole in a package, and names it', async () => {
  advisories = names => (names.includes('ws') ? { ws: [{ ...hole, severity: 'high' }] } : {})
  const { code, told } = await dependencies()
  expect({ code, told }).toMatchObject({ code: 1, told: expect.stringMatching(/ws .*high.*A hole in ws/) })
})

it('passes where it knows of none, or of small ones', async () => {
  advisories = () => ({ ws: [{ ...hole, severity: 'low' }] })
  expect(await dependencies()).toMatchObject({ code: 0, told: expect.stringContaining('no high or critical advisory') })
})

it('says so, and no more, where no registry takes the question', async () => {
  expect(await dependencies()).toMatchObject({ code: 0, told: expect.stringContaining('ADVISORIES WERE NOT CHECKED') })
})

it('lists every package of the lock file, each with its hash', async () => {
  await dependencies()
  const bill = read('apps/server/dist/sbom.cdx.json')
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'porthole' } } })
  const listed = new Map(
    bill.components.map((part: { purl: string; hashes?: object[] }) => [decodeURIComponent(part.purl), part]),
  )
  const missing = foreign.filter(locked => {
    const part = listed.get(`pkg:npm/${nameOf(locked)}@${locked[1].version}`) as { hashes?: object[] } | undefined
    return part?.hashes === undefined
  })
  expect(missing.map(([path]) => path)).toEqual([])
})

it('takes packages from the registry alone, as they were when they were chosen', () => {
  const odd = foreign.filter(([, { resolved = npm, integrity = '' }]) => {
    return !(resolved.startsWith(npm) && integrity.startsWith('sha512-'))
  })
  expect(odd.map(([path]) => path)).toEqual([])
})

it('decides for each package that has an install script whether it may run, and lets one', () => {
  const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> }
  const asking = foreign.filter(([, { hasInstallScript }]) => hasInstallScript).map(nameOf)
  expect(Object.keys(allowScripts).sort()).toEqual([...new Set(asking)].sort())
  expect(Object.keys(allowScripts).filter(name => allowScripts[name])).toEqual(['better-sqlite3'])
  for (const file of ['scripts/install.mjs', 'Dockerfile']) {
    const installs = readFileSync(file, 'utf8').match(/npm(', \['| )(ci|install)\b.*/g) ?? []
    expect(installs.length).toBeGreaterThan(0)
    expect(installs.filter(line => !line.includes('--ignore-scripts'))).toEqual([])
  }
})

const hole = {
  id: 1,
  url: 'https://advisories.invalid/1',
  title: 'A hole in ws',
  vulnerable_versions: '>=0.0.1',
  cwe: [],
}
