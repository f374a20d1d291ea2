import { execFile, spawn } from 'node:child_process'
import { appendFile, copyFile, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { clientFiles, hostKeyFiles, knownHostsLine } from './lab-files.ts'
import { cutHost, healHost, linkNames, slowHost } from './lab-network.ts'
import { addressIn, killAll, LabError, type LabSlot } from './lab-slot.ts'
import { childOf, untilReady } from './private-libvirt.ts'

const run = promisify(execFile)

/** Where a host of a lab is, and what holds it. */
export interface HostPlace {
  readonly folder: string
  readonly slot: LabSlot
  readonly number: number
  /** Without it the host ends with the process that started it. */
  readonly lasts: boolean
  /** The folder that every host has as /srv/shared; null where none was asked for. */
  readonly shared: string | null
}

/** One libvirt host of the lab. */
export class LabHost {
  readonly place: HostPlace
  readonly name: string
  readonly address: string
  /** The process that, killed, takes the whole host with it; null while it is off. */
  supervisor: number | null

  constructor(place: HostPlace, supervisor: number | null = null) {
    this.place = place
    this.name = `host${place.number}`
    this.address = addressIn(place.slot, place.number)
    this.supervisor = supervisor
  }

  /** How a libvirt client of this machine reaches its daemon. */
  uri(transport: 'tcp' | 'tls' | 'ssh'): string {
    const { pki, sshKey, knownHosts } = clientFiles(this.place.folder)
    if (transport === 'tcp') return `qemu+tcp://${this.address}/system`
    if (transport === 'tls') return `qemu+tls://${this.address}/system?pkipath=${pki}`
    return `qemu+ssh://root@${this.address}/system?keyfile=${sshKey}&known_hosts=${knownHosts}`
  }

  /** Runs a program inside and gives what it printed. */
  async exec(...command: readonly string[]): Promise<string> {
    const init = await childOf(this.#running())
    // A control group that is not ours to enter would be no reason to fail, but the host's own namespaces are.
    const spaces = ['--mount', '--net', '--uts', '--ipc', '--pid', '--cgroup', '--wd=/']
    return (await run('nsenter', ['--target', init, ...spaces, ...command])).stdout.trimEnd()
  }

  /** Asks its daemon by virsh, from inside: the second opinion of tests, also while the host is cut off. */
  virsh(...args: readonly string[]): Promise<string> {
    return this.exec('virsh', '-q', '-c', 'qemu:///system', ...args)
  }

  /** Copies a file to where its QEMU may read it; gives the path there. */
  async put(file: string): Promise<string> {
    const path = join('/var/lib/libvirt/images', basename(file))
    await copyFile(file, join(this.place.folder, this.name, path))
    return path
  }

  /** Lets an SSH key in; gives the line for known_hosts in return. */
  async admit(publicKey: string): Promise<string> {
    const files = hostKeyFiles(this.place.folder, this.name)
    await appendFile(files.authorized, `${publicKey.trim()}\n`)
    return knownHostsLine(this.address, await readFile(files.hostKey, 'utf8'))
  }

  /** Loses every packet to and from it, and tells nobody. */
  cut(): Promise<void> {
    return cutHost(this.place.slot, this.place.number)
  }

  /** Takes cut and delay away. */
  heal(): Promise<void> {
    return healHost(this.place.slot, this.place.number)
  }

  /** Holds every packet to and from it for so long, each way. */
  slow(delayMs: number): Promise<void> {
    return slowHost(this.place.slot, this.place.number, delayMs)
  }

  /** SIGKILL to libvirtd alone. Its guests go on. */
  async killDaemon(): Promise<void> {
    const script = 'pid=$(cat /run/libvirtd.pid); kill -KILL $pid; while kill -0 $pid 2>/dev/null; do sleep 0.01; done'
    await this.exec('bash', '-euc', script)
  }

  async startDaemon(): Promise<void> {
    await this.exec('libvirtd', '--daemon', '--listen')
  }

  /** As pulling its plug does: everything on it dies at once. */
  async powerOff(): Promise<void> {
    await killAll([this.#running()])
    this.supervisor = null
  }

  /** Resolves when its daemons listen. */
  async powerOn(): Promise<void> {
    if (this.supervisor !== null) throw new LabError(`${this.name} is on already.`)
    const { folder, slot, lasts, shared } = this.place
    const { network } = linkNames(slot, this.place.number)
    const host = spawn(
      join(import.meta.dirname, 'lab-host.sh'),
      ['start', join(folder, this.name), `${this.name}.lab.test`],
      {
        stdio: [lasts ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        detached: lasts,
        env: {
          ...process.env,
          LAB_NETWORK: network,
          LAB_GROUP: network,
          ...(lasts && { LAB_LASTS: '1' }),
          ...(shared !== null && { LAB_SHARED: shared }),
        },
      },
    )
    await untilReady(host, this.name)
    host.stdout?.destroy()
    host.stderr?.destroy()
    host.unref()
    this.supervisor = host.pid ?? null
  }

  #running(): number {
    if (this.supervisor === null) throw new LabError(`${this.name} is off.`)
    return this.supervisor
  }
}
