import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { administrator } from '../administrator.ts'
import { type Host, startHost } from '../host.ts'
import { type Porthole, startPorthole } from '../porthole.ts'

interface Row {
  seq: number
  source: string
  action: string
  person: string | null
  object: string | null
  args: Record<string, unknown>
  result: string
}

let host: Host
let data: string
let porthole: Porthole
let cookie: string

beforeAll(async () => {
  host = await startHost()
  data = await mkdtemp(join(tmpdir(), 'porthole-outside-'))
  porthole = await startPorthole({ libvirtUri: host.uri, data })
  const token = new URL(porthole.setupLink ?? '').hash.slice(1)
  const reply = await send('POST', '/setup', { token, ...administrator })
  cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? ''
})
afterAll(async () => {
  await porthole.stop()
  await host.stop()
  await rm(data, { recursive: true })
})

function send(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${porthole.url}/api/v1${path}`, {
    method,
    headers: { origin: porthole.url, cookie: cookie ?? '', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
}
const connected = () =>
  expect
    .poll(async () => (await (await send('GET', '/hosts')).json()).hosts.map((one: { state: string }) => one.state), {
      timeout: 20_000,
    })
    .toEqual(['connected'])
const timeline = async (vm?: string): Promise<Row[]> => {
  const query = vm === undefined ? '' : `&vm=${vm}`
  return (await (await send('GET', `/audit?limit=500${query}`)).json()).entries.reverse()
}
const toldOf = async (uuid: string) =>
  (await timeline(uuid)).map(({ source, action, person, args }) =>
    [source === 'outside' ? '' : (person ?? 'nobody'), action, args.reason, args.by, args.what]
      .filter(Boolean)
      .join(' '),
  )

it('tells what virsh, the guest and a crash did, in order, and marks it as not ours', {
  timeout: 120_000,
}, async () => {
  await connected()
  const uuid = await host.define('outside')
  await host.virsh('start', 'outside')
  await host.virsh('suspend', 'outside')
  await host.virsh('resume', 'outside')
  await host.virsh('destroy', 'outside')
  await host.virsh('desc', 'outside', '--config', 'changed by hand')
  await host.virsh('start', 'outside')
  await expect.poll(() => host.agent('outside', 'guest-ping').catch(() => null), { timeout: 60_000 }).toEqual({})
  await host.virsh('shutdown', 'outside', '--mode', 'agent')
  await expect.poll(() => host.virsh('domstate', 'outside'), { timeout: 30_000 }).toBe('shut off')
  await host.virsh('start', 'outside')
  for (const pid of execFileSync('pgrep', ['-f', `guest=outside,`], { encoding: 'utf8' }).trim().split('\n')) {
    process.kill(Number(pid), 'SIGKILL')
  }
  await expect.poll(() => host.virsh('domstate', 'outside')).toBe('shut off')
  await host.virsh('undefine', 'outside')
  await expect
    .poll(() => toldOf(uuid))
    .toEqual([
      'vmDefined',
      'vmStarted',
      'vmPaused',
      'vmResumed',
      'vmStopped forced off',
      'vmChanged notes',
      'vmStarted',
      'vmStopped shut down guest',
      'vmStarted',
      'vmCrashed QEMU died',
      'vmUndefined',
    ])
})

it('does not take our own acts for somebody else’s, and still sees virsh right after one', {
  timeout: 120_000,
}, async () => {
  const uuid = await host.define('ours')
  await expect.poll(async () => (await send('GET', `/vms/${uuid}`)).status).toBe(200)
  const act = async (path: string) => expect((await send('POST', `/vms/${uuid}/${path}`)).status).toBe(200)
  await act('start')
  await host.virsh('suspend', 'ours')
  await expect.poll(async () => (await (await send('GET', `/vms/${uuid}`)).json()).state).toBe('paused')
  await act('resume')
  await act('force-off')
  await host.virsh('start', 'ours')
  await expect.poll(() => host.agent('ours', 'guest-ping').catch(() => null), { timeout: 60_000 }).toEqual({})
  await act('shut-down')
  await expect.poll(() => host.virsh('domstate', 'ours'), { timeout: 30_000 }).toBe('shut off')
  const { email } = administrator
  await expect
    .poll(() => toldOf(uuid))
    .toEqual([
      'vmDefined',
      `${email} startVm`,
      'vmPaused',
      `${email} resumeVm`,
      `${email} forceOffVm`,
      'vmStarted',
      `${email} shutDownVm`,
      `${email} vmStopped shut down guest`,
    ])
  await host.remove('ours')
})

it('says since when a host was not watched', { timeout: 60_000 }, async () => {
  await host.killDaemon()
  await expect.poll(async () => (await timeline()).at(-1)).toMatchObject({ source: 'outside', action: 'hostAway' })
  await host.startDaemon()
  await connected()
  await expect.poll(async () => (await timeline()).at(-1)?.action).toBe('hostBack')
  const [away, back] = (await timeline()).slice(-2)
  expect(away?.args.problem).toBe('HOST_AWAY')
  expect(Date.parse(String(back?.args.unseenSince))).toBeLessThanOrEqual(Date.now())
})

it('says what it missed and what it can not know after it was killed', { timeout: 60_000 }, async () => {
  const uuid = await host.define('cut-off')
  await expect.poll(async () => (await send('GET', `/vms/${uuid}`)).status).toBe(200)
  // The act goes on when the server dies, as libvirt does not answer.
  await host.holdDaemon(true)
  const act = send('POST', `/vms/${uuid}/start`).catch(() => null)
  await expect
    .poll(async () => (await timeline(uuid)).find(({ action }) => action === 'startVm'))
    .toMatchObject({ result: 'started' })
  process.kill(porthole.pid, 'SIGKILL')
  await act
  await host.holdDaemon(false)
  porthole = await startPorthole({ libvirtUri: host.uri, data })
  await connected()
  const ofVm = await timeline(uuid)
  expect(ofVm.find(({ action }) => action === 'startVm')).toMatchObject({ result: 'unknown' })
  expect(ofVm.at(-1)).toMatchObject({ action: 'serverStarted' })
  const started = (await timeline()).findLast(({ action }) => action === 'serverStarted')
  expect(Date.parse(String(started?.args.unseenSince))).toBeGreaterThan(Date.now() - 60_000)
  await host.remove('cut-off')
})
