import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Hosts } from '../hosts/hosts.ts'
import type { VmOnHost, VmRecord } from '../hosts/vm-record.ts'
import { scalePicture } from './scale-picture.ts'

/** Pictures of VMs that run and of those that stopped: more than that are forgotten, the oldest first. */
const most = 2000
const width = 640
/** Whoever pulls a plug does not wait longer for a last look. */
const lookMs = 500

/**
 * What a VM's display showed last before it stopped: the last picture that somebody was shown, or one that is taken when
 * the guest begins to shut down, has crashed, or is about to be forced off. Kept below the data folder.
 */
export class LastPictures {
  readonly #folder: string
  readonly #hosts: Hosts
  readonly #log: Logger
  readonly #seen = new Map<string, Buffer>()
  readonly #changed = (vm: VmRecord) => void this.#follow(vm)

  constructor({ data, hosts, log }: { readonly data: string; readonly hosts: Hosts; readonly log: Logger }) {
    this.#folder = join(data, 'last-pictures')
    this.#hosts = hosts
    this.#log = log
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    this.#hosts.changes.on('vm', this.#changed)
  }

  stop(): void {
    this.#hosts.changes.off('vm', this.#changed)
  }

  /** Somebody is shown this picture of a running VM. */
  saw(vm: VmOnHost, webp: Buffer): void {
    this.#seen.delete(key(vm))
    this.#seen.set(key(vm), webp)
    const [oldest] = this.#seen.keys()
    if (this.#seen.size > most && oldest !== undefined) this.#seen.delete(oldest)
  }

  /** Looks once more, as it is about to end. */
  async look(vm: VmRecord): Promise<void> {
    const looked = this.#hosts
      .link(vm.host)
      .screens.picture(vm)
      .then(picture => scalePicture(picture, width))
      .then(webp => this.saw(vm, webp))
      // There may be no display, or no answer: then what was seen before counts.
      .catch(() => {})
    await Promise.race([looked, new Promise(resolve => setTimeout(resolve, lookMs).unref())])
  }

  /** What a VM that is off showed last, and when it stopped. */
  async get(vm: VmOnHost): Promise<{ at: Date; webp: Buffer } | null> {
    try {
      const path = this.#path(vm)
      return { at: (await stat(path)).mtime, webp: await readFile(path) }
    } catch {
      return null
    }
  }

  async #follow(vm: VmRecord): Promise<void> {
    if (vm.state === 'shutting-down' || vm.state === 'crashed') await this.look(vm)
    const webp = this.#seen.get(key(vm))
    if (vm.active || webp === undefined) return
    this.#seen.delete(key(vm))
    try {
      await writeFile(this.#path(vm), webp, { mode: 0o600 })
      await this.#bound()
    } catch (error) {
      this.#log.warn({ err: error, vm: vm.id }, 'the last picture of a VM could not be kept')
    }
  }

  async #bound(): Promise<void> {
    const names = await readdir(this.#folder)
    if (names.length <= most) return
    const aged = await Promise.all(
      names.map(async name => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })),
    )
    const old = aged.sort((a, b) => a.at - b.at).slice(0, names.length - most)
    for (const { name } of old) await rm(join(this.#folder, name), { force: true })
  }

  #path(vm: VmOnHost): string {
    return join(this.#folder, `${vm.host}-${vm.id}.webp`)
  }
}

const key = ({ host, id }: VmOnHost) => `${host} ${id}`
