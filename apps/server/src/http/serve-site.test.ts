import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { type FastifyInstance, fastify } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compressSite, placeSite } from './place-site.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { serveSite } from './serve-site.ts'

const root = mkdtempSync(join(tmpdir(), 'porthole-test-'))
const script = 'self.__next_f.push([1,"<b>"])'
const files: Record<string, string> = {
  'index.html': `<html><script src="/_next/static/a.js"></script><script>${script}</script><script id="x">2</script>`,
  'vms/_.html': '<html>one VM',
  'vms/_.txt': 'data of one VM',
  'vms/_/__next.vms.txt': 'part of one VM',
  'vms/new.html': '<html>a new VM',
  '404.html': '<html>not here',
  '_next/static/a.js': 'let a',
}

let server: FastifyInstance
beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  writeFileSync(join(root, '_next/static/a.js.br'), brotliCompressSync('let a'))
  server = fastify()
  addSecurityHeaders(server, false)
  await serveSite(server, root)
})
afterAll(async () => {
  await server.close()
  rmSync(root, { recursive: true })
})

const get = (url: string, headers = {}) => server.inject({ method: 'GET', url, headers })

it.each([
  ['/', 'index.html'],
  ['/vms/6695eb01', 'vms/_.html'],
  ['/vms/6695eb01/', 'vms/_.html'],
  ['/vms/a%20b?tab=xml', 'vms/_.html'],
  ['/vms/6695eb01.txt?_rsc=1', 'vms/_.txt'],
  ['/vms/6695eb01/__next.vms.txt', 'vms/_/__next.vms.txt'],
  ['/vms/new', 'vms/new.html'],
])('serves %s from %s', async (url, file) => {
  const reply = await get(url)
  expect([reply.statusCode, reply.body]).toEqual([200, files[file]])
  expect(reply.headers['cache-control']).toBe('no-cache')
})

it.each(['/nope', '/vms', '/vms/a/b', '/../package.json', '/%2e%2e/package.json', '/_next/static/a.js.br'])(
  'has nothing at %s',
  async url => {
    const reply = await get(url)
    expect([reply.statusCode, reply.body]).toEqual([404, files['404.html']])
  },
)

it('sends what was compressed beforehand, and lets it be kept for ever', async () => {
  const reply = await get('/_next/static/a.js', { 'accept-encoding': 'gzip, br' })
  expect(reply.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringContaining('javascript'),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: expect.stringMatching(/accept-encoding/i),
  })
  expect((await get('/_next/static/a.js')).body).toBe('let a')
})

it('lets run only the scripts that the page was built with', async () => {
  const policy = String((await get('/')).headers['content-security-policy'])
  const sources = /script-src ([^;]*)/.exec(policy)?.[1]?.split(' ')
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  expect(sources).toEqual(["'self'", hash(script), hash('2')])
  expect(policy).toMatch(/object-src 'none'; base-uri 'none'/)
})

it('says that the window is not built', async () => {
  const empty = fastify()
  await serveSite(empty, join(root, 'nowhere'))
  const reply = await empty.inject('/')
  expect([reply.statusCode, reply.body]).toEqual([503, expect.stringContaining('npm run build')])
  await empty.close()
})

it('serves a copy of the window for a path, with its own scripts allowed, and compressed', async () => {
  const from = join(root, 'any-path')
  const to = join(root, 'placed')
  mkdirSync(from)
  const inline = (path: string) => `load("${path}/_next/a.js")`
  writeFileSync(
    join(from, 'index.html'),
    `<html><a href="/__porthole_base__/hosts"><script>${inline('/__porthole_base__')}</script>`,
  )
  placeSite(from, to, '/porthole')
  compressSite(to)
  const below = fastify()
  await serveSite(below, to)
  const reply = await below.inject('/')
  expect(reply.body).toBe(`<html><a href="/porthole/hosts"><script>${inline('/porthole')}</script>`)
  const hash = createHash('sha256').update(inline('/porthole')).digest('base64')
  expect(String(reply.headers['content-security-policy'])).toContain(`'sha256-${hash}'`)
  const packed = await below.inject({ url: '/', headers: { 'accept-encoding': 'gzip' } })
  expect(packed.headers['content-encoding']).toBe('gzip')
  await below.close()
})
