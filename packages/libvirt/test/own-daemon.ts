import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../src/connect.ts'
import type { Transport } from '../src/transport.ts'
import { unixTransport } from '../src/transports/unix.ts'

/** A daemon with libvirt's test driver alone, and nobody else who connects: its pretended host ends with the last connection. */
export interface OwnDaemon {
  readonly transport: Transport
  stop(): Promise<void>
}

/** Without any other driver it starts in 50 ms. */
export async function startOwnDaemon(): Promise<OwnDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'libvirt-own-'))
  const [settings, drivers] = [join(folder, 'libvirtd.conf'), join(folder, 'no-drivers')]
  await mkdir(drivers)
  await writeFile(settings, `unix_sock_dir = "${folder}"\nauth_unix_ro = "none"\nauth_unix_rw = "none"\n`)
  const args = ['--config', settings, '--pid-file', join(folder, 'pid')]
  const daemon = spawn('libvirtd', args, { stdio: 'ignore', env: { ...process.env, LIBVIRT_DRIVER_DIR: drivers } })
  const left = once(daemon, 'exit')
  const transport = unixTransport(join(folder, 'libvirt-sock'))
  const stop = async () => {
    daemon.kill()
    await left
    await rm(folder, { recursive: true })
  }
  while (!(await answers(transport))) {
    if (daemon.exitCode !== null) throw new Error(`libvirtd left with ${daemon.exitCode}`)
    await sleep(10)
  }
  return { transport, stop }
}

/** Its socket is there a little earlier than somebody behind it. */
const answers = (transport: Transport): Promise<boolean> =>
  connect({ transport, uri: 'test:///default' }).then(
    connection => connection.close().then(() => true),
    () => false,
  )
