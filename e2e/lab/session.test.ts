import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, daemonSockets, parseUri, unixTransport } from '@porthole/libvirt'
import { expect, test } from 'vitest'

test('a session is found where its user’s libvirtd listens', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'porthole-session-'))
  const id = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }))
  chownSync(folder, id, id)
  const environment = { XDG_RUNTIME_DIR: folder, HOME: folder, PATH: process.env.PATH }
  const identity = ['--reuid', `${id}`, '--regid', `${id}`, '--clear-groups']
  // It goes to the background once it listens.
  const daemon = ['libvirtd', '--daemon', '--pid-file', join(folder, 'pid')]
  execFileSync('setpriv', [...identity, ...daemon], { env: environment, stdio: 'ignore', cwd: '/' })
  const pid = readFileSync(join(folder, 'pid'), 'utf8').trim()
  try {
    const sockets = daemonSockets(parseUri('qemu:///session'), { user: { id, environment } })
    const connection = await connect({ transport: unixTransport(sockets), uri: 'qemu:///session' })
    expect(await connection.call('connectGetUri')).toEqual({ uri: 'qemu:///session' })
    await connection.close()
  } finally {
    process.kill(Number(pid))
    execFileSync('tail', ['--pid', pid, '-f', '/dev/null'])
    rmSync(folder, { recursive: true, force: true })
  }
})
