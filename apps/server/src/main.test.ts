import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventsPath } from '@porthole/contract'
import { afterAll, expect, it } from 'vitest'
import { freePort } from '../../../e2e/lab/free-port.ts'
import { ann, Browser } from '../test/running-server.ts'
import { root, serverProcesses } from '../test/server-process.ts'

const scratch = mkdtempSync(join(tmpdir(), 'porthole-test-'))
const { start } = serverProcesses()

afterAll(() => rmSync(scratch, { recursive: true }))

const dataFolder = () => mkdtempSync(join(scratch, 'data-'))

it('starts with nothing there, prints the setup link outside its log, and goes at SIGTERM', async () => {
  const [PORTHOLE_DATA, port] = [dataFolder(), await freePort()]
  const server = start({ PORTHOLE_DATA, PORTHOLE_LISTEN: `127.0.0.1:${port}` })
  const link = /http:\S+\/setup#(\S{40,})$/.exec(await server.line('Porthole is ready'))
  expect(link?.[0]).toMatch(`http://127.0.0.1:${port}/setup#`)

  const url = `http://127.0.0.1:${port}`
  const browser = new Browser(url, url)
  expect((await browser.send('POST', '/setup', { token: link?.[1], ...ann })).status).toBe(200)
  const events = await browser.socket(eventsPath)
  const closed = once(events, 'close')
  const began = performance.now()
  server.child.kill('SIGTERM')
  expect((await closed)[0]).toBe(1012)
  expect(await server.ended).toEqual({ code: 0, stderr: '' })
  expect(performance.now() - began).toBeLessThan(5000)

  const logged = server.lines.filter(line => line.startsWith('{')).join('\n')
  expect(logged).not.toContain(link?.[1])
  expect(logged).not.toContain(ann.password)
  for (const line of server.lines.filter(line => !line.startsWith('Porthole is ready'))) JSON.parse(line)

  expect(statSync(join(PORTHOLE_DATA, 'porthole.db')).mode & 0o777).toBe(0o600)

  const again = start({ PORTHOLE_DATA, PORTHOLE_LISTEN: `127.0.0.1:${port}` })
  expect(await again.line('Porthole is ready')).toBe(`Porthole is ready: ${url}`)
  expect((await browser.send('GET', '/session')).body.person.email).toBe(ann.email)
})

it('is gone at once at the second signal, also when a browser does not let go', async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = start({ PORTHOLE_DATA: dataFolder(), PORTHOLE_LISTEN: `127.0.0.1:${port}` })
  const token = (await server.line('Porthole is ready')).split('#')[1]
  const browser = new Browser(url, url)
  await browser.send('POST', '/setup', { token, ...ann })
  const socket = await browser.socket(eventsPath)
  socket.pause()
  const began = performance.now()
  server.child.kill('SIGTERM')
  await server.line('"stopping"')
  server.child.kill('SIGINT')
  expect((await server.ended).code).toBe(1)
  expect(performance.now() - began).toBeLessThan(1500)
  socket.terminate()
})

it('says in one sentence that the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const server = start({ PORTHOLE_DATA: dataFolder(), PORTHOLE_LISTEN: `127.0.0.1:${port}` })
  expect(await server.ended).toEqual({
    code: 1,
    stderr: `Porthole can not listen on 127.0.0.1:${port} (PORTHOLE_LISTEN): another program has this port; stop it or choose another port.\n`,
  })
  other.close()
})

it('goes on when the disk is full: what can not be written down is refused, and done when there is room again', {
  timeout: 60_000,
}, async () => {
  const [PORTHOLE_DATA, port] = [dataFolder(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const server = start({ PORTHOLE_DATA, PORTHOLE_LISTEN: `127.0.0.1:${port}` })
  const token = (await server.line('Porthole is ready')).split('#')[1]
  const admin = new Browser(url, url)
  await admin.send('POST', '/setup', { token, ...ann })
  const addFolder = (name: string) => admin.send('POST', '/folders', { name, parent: null })
  // No byte of any file can be written: the nearest to a full disk that needs no disk of its own.
  const room = (bytes: string) => execFileSync('prlimit', ['--pid', String(server.child.pid), `--fsize=${bytes}:`])
  room('0')
  expect(await addFolder('one')).toMatchObject({ status: 503, body: { code: 'DATABASE_AWAY' } })
  expect((await admin.send('GET', '/folders')).body.folders).toEqual([])
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  room('unlimited')
  expect((await addFolder('two')).status).toBe(200)
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
  const environment = { PATH: process.env.PATH, PORTHOLE_DATA }
  const verify = ['apps/server/dist/porthole.js', 'audit', 'verify']
  expect(execFileSync(process.execPath, verify, { cwd: root, env: environment, encoding: 'utf8' })).toMatch(
    'none missing',
  )
})

it('goes on when its log can not be written', async () => {
  const port = await freePort()
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, ['apps/server/dist/main.js'], {
    cwd: root,
    env: {
      ...{ PATH: process.env.PATH, LIBVIRT_DEFAULT_URI: 'test:///default' },
      ...{ PORTHOLE_DATA: dataFolder(), PORTHOLE_LISTEN: `127.0.0.1:${port}`, PORTHOLE_LOG: 'debug' },
    },
    stdio: ['ignore', full, 'ignore'],
  })
  closeSync(full)
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ status }) => status,
      () => null,
    )
  await expect.poll(answers, { timeout: 15_000 }).toBe(200)
  for (let n = 0; n < 20; n++) expect(await answers()).toBe(200)
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect((await ended)[0]).toBe(0)
})

const file = join(scratch, 'file')
writeFileSync(file, '')

it.each([
  ['an address of another machine', { PORTHOLE_LISTEN: '192.0.2.1:8680' }, /192\.0\.2\.1:8680 .*no such address/],
  ['a port that is none', { PORTHOLE_LISTEN: '127.0.0.1:port' }, /^PORTHOLE_LISTEN can not be used/],
  ['a data folder below a file', { PORTHOLE_DATA: join(file, 'data') }, /^The data folder .* can not be written/],
  [
    'a database that does not answer',
    { DATABASE_URL: 'postgresql://p:hunter22@127.0.0.1:1/x' },
    /nothing listens there/,
  ],
])('says in one sentence what is wrong with %s', async (_what, environment, sentence) => {
  const server = start({ PORTHOLE_DATA: dataFolder(), PORTHOLE_LISTEN: '127.0.0.1:0', ...environment })
  const { code, stderr } = await server.ended
  expect(code).toBe(1)
  expect(stderr).toMatch(sentence)
  expect(stderr).toMatch(/^[^\n]+\.\n$/)
  expect(stderr).not.toContain('hunter22')
})
