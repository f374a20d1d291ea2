import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventsPath } from '@porthole/contract'
import { afterAll, expect, it } from 'vitest'
import { freePort } from '../../../e2e/lab/free-port.ts'
import { guestName } from '../test/guest.ts'
import { heldCopy } from '../test/held-copy.ts'
import { ann, Browser, type Reply } from '../test/running-server.ts'
import { serverProcesses } from '../test/server-process.ts'

const { start } = serverProcesses()
const scratch = mkdtempSync(join(tmpdir(), 'porthole-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** A server that can be killed and comes back with the same data at the same address. */
async function mortal(uri: string) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const environment = {
    PORTHOLE_DATA: mkdtempSync(join(scratch, 'data-')),
    PORTHOLE_LISTEN: `127.0.0.1:${port}`,
    LIBVIRT_DEFAULT_URI: uri,
  }
  let running = start(environment)
  const token = (await running.line('Porthole is ready')).split('#')[1]
  const browser = new Browser(url, url)
  await browser.send('POST', '/setup', { token, ...ann })
  return {
    browser,
    async die() {
      running.child.kill('SIGKILL')
      await running.ended
      running = start(environment)
      await running.line('Porthole is ready')
    },
    /** Asks again whenever something is told, until it is so. */
    async until(path: string, so: (body: Reply['body']) => boolean): Promise<Reply['body']> {
      const socket = await browser.socket(eventsPath)
      try {
        for (;;) {
          const told = once(socket, 'message')
          const { body } = await browser.send('GET', path)
          if (so(body)) return body
          await told
        }
      } finally {
        socket.terminate()
      }
    },
  }
}

it('sends after a crash what an alert had to say that nobody had been told yet', async () => {
  const posts: string[] = []
  let posted = () => {}
  const web = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    posts.push(body)
    response.writeHead(204).end()
    posted()
  }).listen(0, '127.0.0.1')
  await once(web, 'listening')
  const { browser, die, until } = await mortal('test:///default')
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`
  await browser.send('PUT', '/settings/alerts/webhook', { url, severity: 'warning', enabled: true, secret: 'shared' })
  const rule = { name: 'Pool', on: { kind: 'everything' }, figure: 'pool-full', side: 'below', threshold: 50 }
  await browser.send('POST', '/alert-rules', { ...rule, seconds: 0, severity: 'warning' })
  const { alerts } = await until('/alerts', ({ alerts }) => alerts[0]?.state === 'firing')
  expect(posts).toEqual([])
  const arrived = new Promise<void>(resolve => (posted = resolve))
  await die()
  await arrived
  expect(JSON.parse(posts[0] ?? '')).toMatchObject({
    count: { firing: 1, resolved: 0 },
    firing: [{ id: alerts[0].id, name: 'default-pool', firedAt: alerts[0].firedAt }],
  })
  web.close()
}, 60_000)

it('does not know after a crash what became of a volume that was being made, and says where to look', async () => {
  const folder = mkdtempSync('/var/tmp/porthole-pool-')
  chmodSync(folder, 0o755)
  const pool = guestName('crash')
  const virsh = (...words: string[]) => execFileSync('virsh', ['-c', 'qemu:///system', ...words], { encoding: 'utf8' })
  writeFileSync(join(folder, 'data.img'), randomBytes(48 * 2 ** 20))
  execFileSync('qemu-img', ['convert', '-O', 'qcow2', join(folder, 'data.img'), join(folder, 'data.qcow2')])
  virsh('pool-create-as', pool, 'dir', '--target', folder)
  try {
    const { browser, die, until } = await mortal('qemu:///system')
    const { hosts } = await until('/hosts', ({ hosts }) => hosts[0]?.state === 'connected')
    const at = `/hosts/${hosts[0].id}/pools/${pool}/volumes`
    const held = heldCopy(join(folder, 'copy.qcow2'))
    const { body } = await browser.send('POST', `${at}/data.qcow2/clone`, { name: 'copy.qcow2' })
    {
      using _held = await held
      await die()
      expect((await browser.send('GET', `/jobs/${body.job}`)).body).toMatchObject({
        state: 'interrupted',
        items: [{ name: 'copy.qcow2', state: 'unknown', why: expect.stringContaining('look at the pool') }],
      })
      const { body: audit } = await browser.send('GET', '/audit?action=cloneVolume')
      expect(audit.entries.map(({ result }: { result: string }) => result)).toEqual(['unknown'])
    }
    // libvirt goes on by itself, and then the pool has it.
    await until('/hosts', ({ hosts }) => hosts[0]?.state === 'connected')
    const made = async () => (await browser.send('DELETE', `${at}/copy.qcow2`)).status === 200
    while (!(await made()));
    expect(existsSync(join(folder, 'copy.qcow2'))).toBe(false)
  } finally {
    virsh('pool-destroy', pool)
    rmSync(folder, { recursive: true })
  }
}, 60_000)
