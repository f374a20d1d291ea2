import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, connect, type Domain, unixTransport } from '@porthole/libvirt'

export const hosts = 100
export const vmsEach = 100
export const vmsInAll = hosts * vmsEach
/** Of each host's VMs so many run. */
const running = 60
const startingAtOnce = 10

/** One libvirtd with its test driver: the host that it pretends to be lives in the daemon, for all who connect. */
export interface Daemon {
  readonly uri: string
  /** Beside Porthole: what somebody with virsh would do. */
  readonly connection: Connection
  readonly domains: readonly Domain[]
  /** It hears everything and answers nothing, until it is thawed. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

export interface Daemons {
  readonly daemons: readonly Daemon[]
  stop(): Promise<void>
}

/** A hundred hosts with a hundred VMs each, and before them what counts for these VMs. */
export async function startDaemons(folder: string): Promise<Daemons> {
  // Without any driver of its own a daemon has the test driver, which is built in, and starts in 50 ms.
  await mkdir(join(folder, 'no-drivers'))
  const daemons: Daemon[] = []
  const ends: (() => unknown)[] = []
  const stop = async () => {
    await Promise.all([...daemons.map(daemon => daemon.stop()), ...ends.map(end => end())])
  }
  let next = 0
  const work = async () => {
    while (next < hosts) daemons.push(await startDaemon(folder, next++))
  }
  try {
    const started = await Promise.allSettled(Array.from({ length: startingAtOnce }, work))
    for (const one of started) if (one.status === 'rejected') throw one.reason
    ends.push(await startRelay(folder))
    return { daemons, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const countedSocket = (home: string) => join(home, 'counted-sock')

/** A process that stands before all of them; the answer ends it. */
async function startRelay(folder: string): Promise<() => void> {
  const homes = Array.from({ length: hosts }, (_, index) => homeOf(folder, index))
  const pairs = homes.flatMap(home => [countedSocket(home), join(home, 'libvirt-sock')])
  const relay = fork(new URL('counting-relay.ts', import.meta.url), pairs)
  await Promise.race([once(relay, 'message'), once(relay, 'exit').then(() => Promise.reject(new Error('no relay')))])
  return () => relay.disconnect()
}

const homeOf = (folder: string, index: number) => join(folder, `host-${index}`)

async function startDaemon(folder: string, index: number): Promise<Daemon> {
  const home = homeOf(folder, index)
  await mkdir(home)
  await writeFile(join(home, 'libvirtd.conf'), settings(home))
  const args = ['--config', join(home, 'libvirtd.conf'), '--pid-file', join(home, 'pid')]
  const env = { ...process.env, LIBVIRT_DRIVER_DIR: join(folder, 'no-drivers') }
  const child = spawn('libvirtd', args, { stdio: 'ignore', env })
  beAnotherMachine(child.pid)
  const socket = join(home, 'libvirt-sock')
  const connection = await connectTo(socket, child)
  const { domains: given } = await connection.call('connectListAllDomains', { need_results: 1, flags: 0 })
  for (const dom of given) {
    await connection.call('domainDestroyFlags', { dom, flags: 0 })
    await connection.call('domainUndefineFlags', { dom, flags: 0 })
  }
  const numbers = Array.from({ length: vmsEach }, (_, vm) => vm)
  const domains = await Promise.all(
    numbers.map(async vm => {
      const { dom } = await connection.call('domainDefineXml', { xml: machine(index, vm) })
      return vm < running ? (await connection.call('domainCreateWithFlags', { dom, flags: 0 })).dom : dom
    }),
  )
  return {
    uri: `test:///default?socket=${countedSocket(home)}`,
    connection,
    domains,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async stop() {
      await connection.close()
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

/** Hosts and browsers have cores of their own: where all share this machine's, the server goes first. */
export function beAnotherMachine(pid = 0): void {
  setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
}

const settings = (home: string) => `unix_sock_dir = "${home}"
auth_unix_ro = "none"
auth_unix_rw = "none"
log_level = 4
`

/** As soon as it listens; its socket's file is there a little earlier. */
async function connectTo(socket: string, child: ChildProcess): Promise<Connection> {
  for (;;) {
    try {
      return await connect({ transport: unixTransport(socket), uri: 'test:///default' })
    } catch (error) {
      if (child.exitCode !== null) throw error
      await sleep(10)
    }
  }
}

const twoDigits = (number: number) => String(number).padStart(2, '0')
/** Of the VM's host and number, so that each run has the same. */
const uuid = (host: number, vm: number) => `a0000000-0000-4000-8000-${String(host * vmsEach + vm).padStart(12, '0')}`

export const nameOf = (host: number, vm: number) => `vm-${twoDigits(host)}-${twoDigits(vm)}`

const machine = (host: number, vm: number) => `<domain type='test'>
  <name>${nameOf(host, vm)}</name>
  <uuid>${uuid(host, vm)}</uuid>
  <memory unit='MiB'>${64 * (1 + (vm % 16))}</memory>
  <vcpu>${1 + (vm % 8)}</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/var/lib/libvirt/images/${nameOf(host, vm)}.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:00:${twoDigits(host)}:${twoDigits(vm)}'/>
      <source network='default'/>
    </interface>
  </devices>
</domain>`
