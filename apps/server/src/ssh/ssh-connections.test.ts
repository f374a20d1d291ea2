import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { connect, parseUri, type SshTarget, transportOf } from '@porthole/libvirt'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Sshd, type SshdSettings, startSshd } from '../../test/sshd.ts'
import { ownKey } from './own-key.ts'
import type { SshEnd } from './ssh-connection.ts'
import { SshConnections } from './ssh-connections.ts'

let folder: string
let ssh: SshConnections
let sshd: Sshd
const sshds: Sshd[] = []
const libvirtSocket = '/run/libvirt/libvirt-sock'

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porthole-ssh-'))
  ssh = new SshConnections({ folder, agent: null })
})
afterEach(async () => {
  await ssh.close()
  for (const one of sshds.splice(0)) await one.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A host that knows us and that we know. */
async function host(settings: SshdSettings = {}): Promise<Sshd> {
  sshd = await startSshd(settings)
  sshds.push(sshd)
  await sshd.authorize((await ownKey(folder)).publicLine)
  await writeFile(join(folder, 'known_hosts'), await sshd.keyscan())
  return sshd
}

const target = (): SshTarget => ({ user: sshd.user, host: '127.0.0.1', port: sshd.port, known_hosts_verify: 'normal' })
const open = (end: SshEnd, signal?: AbortSignal): Promise<Duplex> => ssh.open(target(), end, signal)
const fault = (end: SshEnd = { socket: libvirtSocket }): Promise<Error & { reason: string }> =>
  open(end).then(
    () => expect.unreachable('it was let in'),
    error => error,
  )

/** Opens libvirt through SSH, and says by which way it got there. */
async function libvirt(parameters = '', driver = 'qemu') {
  const ways: string[] = []
  const uri = parseUri(`${driver}+ssh://${sshd.user}@127.0.0.1:${sshd.port}/system${parameters}`)
  const transport = transportOf(uri, {
    openSsh: (to, way, signal) => {
      ways.push('socket' in way ? way.socket : 'command')
      return ssh.open(to, way, signal)
    },
  })
  const connection = await connect({ transport, uri: uri.open })
  const { hostname } = await connection.call('connectGetHostname')
  return { connection, hostname, ways, uri }
}

const ourName = () => execFileSync('virsh', ['-q', '-c', 'qemu:///system', 'hostname'], { encoding: 'utf8' }).trim()

it('reaches libvirt by forwarding to its socket, many connections over one log-in', async () => {
  await host()
  const all = await Promise.all([libvirt(), libvirt(), libvirt('?mode=legacy')])
  expect(all.map(({ hostname }) => hostname)).toEqual([ourName(), ourName(), ourName()])
  expect(all[2]?.ways).toEqual([libvirtSocket])
  // The listener has one child for each connection; its own child is the session.
  const listeners = execFileSync('ps', ['-o', 'args=', '--ppid', String(sshd.pid)], { encoding: 'utf8' })
  expect(listeners.trim().split('\n')).toHaveLength(1)
  for (const { connection } of all) await connection.close()
})

it('makes its key at first need, for itself alone, and keeps it', async () => {
  const first = await ownKey(join(folder, 'new'))
  expect(await ownKey(join(folder, 'new'))).toEqual(first)
  expect((await stat(join(folder, 'new/id_ed25519'))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(folder, 'new/id_ed25519.pub'), 'utf8')).toBe(`${first.publicLine}\n`)
  const many = await Promise.all(Array.from({ length: 20 }, () => ownKey(join(folder, 'race'))))
  expect(new Set(many.map(key => key.privateKey)).size).toBe(1)
  expect((await readdir(join(folder, 'race'))).sort()).toEqual(['id_ed25519', 'id_ed25519.pub'])
  expect(execFileSync('ssh-keygen', ['-y', '-f', join(folder, 'new/id_ed25519')], { encoding: 'utf8' })).toContain(
    first.publicLine.split(' ')[1],
  )
})

it('makes no key that is malformed, as one of 256 would be', async () => {
  const keys = await Promise.all(Array.from({ length: 1000 }, (_, index) => ownKey(join(folder, `${index}`))))
  expect(new Set(keys.map(({ publicLine }) => publicLine.length)).size).toBe(1)
})

it('refuses a host that it does not know, with its fingerprint and what to do', async () => {
  await host()
  await writeFile(join(folder, 'known_hosts'), '')
  const error = await fault()
  expect(error.reason).toBe('new-host-key')
  expect(error.message).toMatch(/ssh-ed25519 SHA256:\S{43}/)
  expect(error.message).toContain(`ssh-keyscan -p ${sshd.port} 127.0.0.1 >> ${folder}/known_hosts`)
})

it('refuses a host whose key has changed, or was revoked, and sends it nothing', async () => {
  await host()
  const line = await readFile(join(folder, 'known_hosts'), 'utf8')
  const stranger = await startSshd()
  sshds.push(stranger)
  const [, ...other] = (await stranger.keyscan()).split(' ')
  await writeFile(join(folder, 'known_hosts'), [`[127.0.0.1]:${sshd.port}`, ...other].join(' '))
  expect(await fault()).toMatchObject({ reason: 'host-key', message: expect.stringMatching(/is not the one in/) })
  await writeFile(join(folder, 'known_hosts'), `${line}@revoked ${line}`)
  expect(await fault()).toMatchObject({ reason: 'host-key', message: expect.stringMatching(/was revoked/) })
})

it('asks a host of several keys for the one that is known', async () => {
  await host({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] })
  const lines = (await sshd.keyscan()).split('\n').filter(Boolean)
  expect(lines).toHaveLength(3)
  for (const line of lines) {
    await writeFile(join(folder, 'known_hosts'), `${line}\n`)
    const again = new SshConnections({ folder, agent: null })
    const channel = await again.open(target(), { socket: libvirtSocket })
    channel.destroy()
    await again.close()
  }
})

it('says which line a host needs that does not let it in', async () => {
  await host()
  const { publicLine } = await ownKey(folder)
  await rm(join(folder, 'id_ed25519'))
  const error = await fault()
  expect(error.reason).toBe('authentication')
  expect(error.message).toContain((await ownKey(folder)).publicLine)
  expect(error.message).not.toContain(publicLine)
  expect(error.message).not.toContain('PRIVATE')
})

it('tries the keys of an agent after its own', async () => {
  await host()
  const { privateKey } = await ownKey(folder)
  const agent = execFileSync('ssh-agent', ['-s'], { encoding: 'utf8' })
  const [, socket = ''] = /SSH_AUTH_SOCK=([^;]+)/.exec(agent) ?? []
  const [, pid = ''] = /SSH_AGENT_PID=(\d+)/.exec(agent) ?? []
  try {
    execFileSync('ssh-add', ['-q', '-'], { input: privateKey, env: { SSH_AUTH_SOCK: socket } })
    await rm(join(folder, 'id_ed25519'))
    ssh = new SshConnections({ folder, agent: socket })
    const channel = await open({ socket: libvirtSocket })
    channel.destroy()
  } finally {
    process.kill(Number(pid))
  }
})

it('takes virt-ssh-helper where forwarding is forbidden', async () => {
  await host({ settings: 'AllowStreamLocalForwarding no' })
  const { connection, hostname, ways } = await libvirt()
  expect(hostname).toBe(ourName())
  expect(ways.at(-1)).toBe('command')
  await connection.close()
})

it('takes nc where there is no virt-ssh-helper either, and leaves none behind', async () => {
  await host({ settings: 'AllowStreamLocalForwarding no', programs: ['sh', 'nc', 'grep'] })
  const { connection, hostname } = await libvirt('?mode=legacy')
  expect(hostname).toBe(ourName())
  const programs = () => execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).split('\n')
  const mine = () => programs().filter(line => /^nc .*-U \/run\/libvirt\/libvirt-sock$/.test(line))
  expect(mine()).toHaveLength(1)
  connection.destroy()
  await ssh.close()
  await until(() => mine().length === 0)
})

it('says what to install where there is no way at all', async () => {
  await host({ settings: 'AllowStreamLocalForwarding no', programs: ['sh'] })
  await expect(libvirt()).rejects.toMatchObject({
    name: 'TransportError',
    reason: 'absent',
    message: expect.stringMatching(/neither virt-ssh-helper nor netcat is installed.*Install/),
  })
})

it('says so where no libvirt is behind it', async () => {
  await host()
  await expect(libvirt('?socket=/run/none/libvirt-sock')).rejects.toMatchObject({
    name: 'TransportError',
    reason: 'refused',
    message: expect.stringMatching(/none of the sockets \/run\/none\/libvirt-sock exists.*See that libvirt runs there/),
  })
})

it('hands a hostile path to the other side as a path', async () => {
  await host({ settings: 'AllowStreamLocalForwarding no', programs: ['sh', 'nc', 'grep', 'touch'] })
  const mark = join(folder, 'ran')
  const path = `/tmp/x'; touch ${mark}; echo '$(touch ${mark})\`touch ${mark}\``
  await expect(libvirt(`?socket=${encodeURIComponent(path)}&proxy=netcat`)).rejects.toMatchObject({ reason: 'refused' })
  await expect(stat(mark)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('tells everybody on a connection when sshd is killed, and logs in anew', async () => {
  await host()
  const { port } = sshd
  const hostKey = await readFile(join(folder, 'known_hosts'), 'utf8')
  const { connection } = await libvirt()
  const channel = await open({ socket: libvirtSocket })
  const ended = once(channel, 'close')
  await sshd.kill()
  expect(await connection.closed).toMatchObject({ name: 'TransportError', reason: 'lost' })
  await ended
  expect(await fault()).toMatchObject({ reason: 'refused', message: expect.stringMatching(/start sshd there/) })
  await host({ port })
  expect(await readFile(join(folder, 'known_hosts'), 'utf8')).not.toBe(hostKey)
  const again = await libvirt()
  expect(again.hostname).toBe(ourName())
  await again.connection.close()
})

it('logs out when nobody has used a connection for a while, and in again', async () => {
  await host()
  ssh = new SshConnections({ folder, agent: null, lingerMs: 50 })
  const sessions = () => {
    const listed = spawnSync('ps', ['-o', 'pid=', '--ppid', String(sshd.pid)], { encoding: 'utf8' })
    return listed.stdout.trim().split('\n').filter(Boolean).length
  }
  const [one, two] = await Promise.all([open({ socket: libvirtSocket }), open({ socket: libvirtSocket })])
  expect(sessions()).toBe(1)
  one.destroy()
  two.destroy()
  await until(() => sessions() === 0)
  const again = await open({ socket: libvirtSocket })
  expect(sessions()).toBe(1)
  again.destroy()
})

it('gives opening up by a signal, and keeps the connection for others', async () => {
  await host()
  const controller = new AbortController()
  const given = open({ socket: libvirtSocket }, controller.signal)
  const kept = open({ socket: libvirtSocket })
  controller.abort(new Error('stop'))
  await expect(given).rejects.toThrow('stop')
  const channel = await kept
  channel.destroy()
})

it('opens another connection before a host refuses one more program', async () => {
  await host({ settings: 'AllowStreamLocalForwarding no\nMaxSessions 10' })
  const channels = await Promise.all(Array.from({ length: 12 }, () => open({ command: 'cat' })))
  for (const [index, channel] of channels.entries()) {
    channel.write(`hello ${index}`)
    const [answer] = await once(channel, 'data')
    expect(String(answer)).toBe(`hello ${index}`)
  }
  for (const channel of channels) channel.destroy()
})

it('does not speak SSH with what is none', async () => {
  await host()
  await sshd.kill()
  const server = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(sshd.port, '127.0.0.1')
  await once(server, 'listening')
  expect(await fault()).toMatchObject({ reason: 'failed', message: expect.stringMatching(/come to terms|broke/) })
  server.close()
})

/** Looks again whenever the event loop has turned, for at most five seconds. */
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 5000
  while (!holds()) {
    if (performance.now() > end) expect.unreachable('it did not come about')
    await new Promise(resolve => setImmediate(resolve))
  }
}
