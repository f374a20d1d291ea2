import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A libvirt host of its own beside the machine's: its own daemon, domains and pools. It shares the loopback. */
export interface PrivateLibvirt {
  /** The daemon's socket, as a path on this machine. */
  readonly socket: string
  readonly uri: string
  /** Asks the daemon by virsh and gives what it printed: the second opinion of tests. */
  virsh(...args: string[]): Promise<string>
  /** Copies a file to where this host's QEMU may read it; gives the path there. */
  put(file: string): Promise<string>
  /** Takes away again what was put, by its path there. */
  takeBack(path: string): Promise<void>
  /** Runs a program among what this host has mounted, and on its network. */
  exec(...command: readonly string[]): Promise<string>
  /** SIGKILL to libvirtd alone. Its guests go on. */
  killDaemon(): Promise<void>
  startDaemon(): Promise<void>
  /** Holds libvirtd still, or lets it go on. */
  holdDaemon(still: boolean): Promise<void>
  /** Ends everything that ran in it, and leaves nothing behind. */
  stop(): Promise<void>
}

/**
 * Starts a private libvirt host. Needs root and libvirtd; takes about a second. With `listen`, a file of settings for
 * libvirtd.conf, it listens for TCP and TLS as that says; `sasl` is a folder with the libvirt.conf of SASL.
 * With a `name` of its own it is another machine to libvirt, so that guests can migrate. With `ownNetwork` it shares no
 * loopback: its bridges, addresses and firewall are its own, and nothing leads out.
 */
export async function startPrivateLibvirt({
  listen,
  sasl,
  name,
  ownNetwork = false,
}: {
  listen?: string
  sasl?: string
  name?: string
  ownNetwork?: boolean
} = {}): Promise<PrivateLibvirt> {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-libvirt-'))
  // Whoever is in the way of the socket must let others through.
  await chmod(folder, 0o755)
  const namespaces = spawn(
    'unshare',
    [
      ...['--mount', '--propagation', 'private', '--ipc', '--uts', '--pid', '--fork', '--kill-child'],
      ...(ownNetwork ? ['--net'] : []),
      join(import.meta.dirname, 'private-libvirt.sh'),
      folder,
      ...(listen === undefined ? [] : [listen]),
    ],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...(sasl && { SASL_CONF_PATH: sasl }),
        ...(name && { PRIVATE_NAME: name }),
        ...(ownNetwork && { PRIVATE_NETWORK: 'yes' }),
      },
    },
  )
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await untilReady(namespaces, 'The private libvirt')
  } catch (error) {
    await remove()
    throw error
  }
  const init = await childOf(namespaces.pid)
  const exec = (...command: readonly string[]) =>
    run('nsenter', ['--target', init, '--mount', '--net', '--ipc', '--pid', ...command])
  const inside = (script: string) => exec('bash', '-euc', script)
  const socket = join(folder, 'libvirt-sock')
  const uri = `qemu:///system?socket=${socket}`

  return {
    socket,
    uri,
    virsh: async (...args) => (await run('virsh', ['-q', '-c', uri, ...args])).stdout.trimEnd(),
    exec: async (...command) => (await exec(...command)).stdout,
    put: async file => {
      await copyFile(file, join(folder, 'var/lib/libvirt/images', basename(file)))
      return join('/var/lib/libvirt/images', basename(file))
    },
    takeBack: path => rm(join(folder, path)),
    killDaemon: async () => {
      await inside('pid=$(cat /run/libvirtd.pid); kill -KILL $pid; while kill -0 $pid 2>/dev/null; do sleep 0.01; done')
    },
    startDaemon: async () => {
      await inside('libvirtd --daemon')
    },
    holdDaemon: async still => {
      await inside(`kill -${still ? 'STOP' : 'CONT'} $(cat /run/libvirtd.pid)`)
    },
    stop: async () => {
      if (namespaces.exitCode === null) {
        const gone = once(namespaces, 'exit')
        namespaces.stdin?.end()
        await gone
      }
      await remove()
    },
  }
}

/** Resolves at the first line that it prints; where it ends before, rejects with what it complained of. */
export async function untilReady(namespaces: ChildProcess, what: string): Promise<void> {
  const { stdout, stderr } = namespaces
  if (stdout === null || stderr === null) throw new Error('the namespaces have no output to read')
  const complaints: string[] = []
  createInterface({ input: stderr }).on('line', line => complaints.push(line))
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: stdout }).once('line', () => resolve())
    namespaces.once('error', reject)
    namespaces.once('close', () => reject(new Error(`${what} did not start:\n${complaints.join('\n')}`)))
  })
}

/** The one child of a process: the first process of the new PID namespace, as this machine counts. */
export async function childOf(pid: number | undefined): Promise<string> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim()
}
