import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { TransportError } from '../errors.ts'
import { parseUri } from '../uri.ts'
import { type OpenSsh, type SshTarget, type SshWay, sshTransport, sshWays } from './ssh.ts'

let folder: string
let server: Server
let socket: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "libvirt-ssh it's-"))
  socket = join(folder, '$(id) sock')
  server = createServer(connection => connection.pipe(connection))
  await new Promise<void>(resolve => server.listen(socket, resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const ways = (uri: string, readOnly = false) => sshWays(parseUri(uri), readOnly)
const sockets = (uri: string) => ways(uri).flatMap(way => ('socket' in way ? [way.socket] : []))
const command = (uri: string) => ways(uri).flatMap(way => ('command' in way ? [way.command] : []))[0] ?? ''

/** Runs the line as sshd does, by a shell, here on this machine: what it printed and how it ended. */
async function run(line: string, shell = 'sh') {
  const program = spawn(shell, ['-c', line], { stdio: ['pipe', 'pipe', 'ignore'] })
  const exit = once(program, 'exit')
  program.stdin.on('error', () => {}).write('hello')
  const [printed] = await Promise.race([once(program.stdout, 'data'), exit.then(() => [''])])
  program.stdin.end()
  const [code] = await exit
  return { printed: String(printed), code }
}

test('the sockets are tried before programs, unless a program is asked for', () => {
  expect(sockets('qemu+ssh://h/system')).toEqual(['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock'])
  expect(sockets('qemu+ssh://h/system?socket=/opt/s')).toEqual(['/opt/s'])
  expect(sockets('qemu+ssh://h/system?proxy=netcat')).toEqual([])
  expect(sockets('qemu+ssh://h/system?proxy=native')).toEqual([])
  expect(sockets('qemu+ssh://h/session')).toEqual([])
  expect(ways('qemu+ssh://h/system', true)[0]).toEqual({ socket: '/run/libvirt/virtqemud-sock-ro' })
})

test('virt-ssh-helper is asked where it can find the socket by itself', () => {
  expect(command('qemu+ssh://h/system')).toMatch(/exec virt-ssh-helper "\$1".*'qemu:\/\/\/system'/)
  expect(command('qemu+ssh://h/session')).toMatch(/virt-ssh-helper/)
  expect(command('qemu+ssh://h/session')).not.toMatch(/-U/)
  expect(command('qemu+ssh://h/system?proxy=native')).not.toMatch(/-U/)
  for (const query of ['proxy=netcat', 'socket=/opt/s', 'mode=legacy']) {
    expect(command(`qemu+ssh://h/system?${query}`)).not.toMatch(/exec virt-ssh-helper/)
  }
})

test.each(['sh', 'bash'])('%s takes names with any sign in them as names', async shell => {
  const line = command(`qemu+ssh://h/system?proxy=netcat&socket=${encodeURIComponent(socket)}`)
  expect(await run(line, shell)).toEqual({ printed: 'hello', code: 0 })
})

test('a netcat that does not exist is not run', async () => {
  const line = command(`qemu+ssh://h/system?netcat=/no/such/nc&socket=${encodeURIComponent(socket)}`)
  expect(await run(line)).toEqual({ printed: '', code: 127 })
})

test('the next way is tried only where one is absent', async () => {
  const tried: SshWay[] = []
  const opener =
    (reason: 'absent' | 'host-key'): OpenSsh =>
    async (_target, way) => {
      tried.push(way)
      throw new TransportError(reason, `way ${tried.length}`)
    }
  const uri = parseUri('qemu+ssh://h/system')
  await expect(sshTransport(uri, opener('absent')).open()).rejects.toThrow('way 3')
  tried.length = 0
  await expect(sshTransport(uri, opener('host-key')).open()).rejects.toThrow('way 1')
})

test('the opener learns whom to log in at, and how', async () => {
  let told: SshTarget | undefined
  const learn: OpenSsh = async target => {
    told = target
    throw new TransportError('failed', 'enough')
  }
  const open = (uri: string) =>
    sshTransport(parseUri(uri), learn)
      .open()
      .catch(() => told)
  expect(await open('qemu+ssh://me@h:222/system?keyfile=/k&sshauth=agent')).toEqual({
    ...{ user: 'me', host: 'h', port: 222, known_hosts_verify: 'normal' },
    ...{ keyfile: '/k', sshauth: ['agent'] },
  })
  expect(await open('qemu+ssh://h/system?no_verify=1')).toMatchObject({ port: 22, known_hosts_verify: 'auto' })
  expect(await open('qemu+ssh://h/?known_hosts_verify=ignore')).toMatchObject({ known_hosts_verify: 'ignore' })
})

// The program ssh is not needed to see it: what it runs on the host is run here.
test('an opener of ten lines is enough to speak to libvirt', async () => {
  const openSsh: OpenSsh = async (_target, way) => {
    if ('socket' in way) throw new TransportError('absent', 'ssh -W leads to ports only')
    const program = spawn('sh', ['-c', way.command], { stdio: ['pipe', 'pipe', 'ignore'] })
    return Duplex.from({ readable: program.stdout, writable: program.stdin })
  }
  const connection = await connect({ uri: 'test+ssh://localhost/default', openSsh })
  expect(await connection.call('connectGetType')).toEqual({ type: 'TEST' })
  await connection.close()
})
