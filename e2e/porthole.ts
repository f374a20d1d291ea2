import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Porthole {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly url: string
  /** The one-time link; null when the installation has its administrator already. */
  readonly setupLink: string | null
  readonly pid: number
  /** Everything it printed. */
  readonly output: readonly string[]
  stop(): Promise<void>
}

export interface PortholeOptions {
  /** What LIBVIRT_DEFAULT_URI says. */
  readonly libvirtUri: string
  /** A folder to keep between two starts; a new one that goes away with the server when absent. */
  readonly data?: string
  readonly listen?: string
  /** Variables beside those, as docs/configuration.md lists them. */
  readonly environment?: Readonly<Record<string, string>>
  /** Arguments for Node itself. */
  readonly node?: readonly string[]
}

/** Starts the real server, as `npm start` does after building, and waits until it serves. */
export async function startPorthole(options: PortholeOptions): Promise<Porthole> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'porthole-')))
  const main = join(import.meta.dirname, '../apps/server/dist/main.js')
  const child = spawn(process.execPath, [...(options.node ?? []), main], {
    env: {
      ...process.env,
      ...options.environment,
      PORTHOLE_LISTEN: options.listen ?? '127.0.0.1:0',
      PORTHOLE_DATA: data,
      LIBVIRT_DEFAULT_URI: options.libvirtUri,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  const ready = await untilReady(child, output)
  let stopping = false
  child.once('exit', (code, signal) => {
    if (!stopping) process.stderr.write(`The server died (${code ?? signal}):\n${output.slice(-20).join('\n')}\n`)
  })
  const stop = async () => {
    stopping = true
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    }
    if (options.data === undefined) await rm(data, { recursive: true, force: true })
  }
  return { ...ready, pid: child.pid ?? 0, output, stop }
}

async function untilReady(child: ChildProcess, output: string[]): Promise<{ url: string; setupLink: string | null }> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('the server has no output to read')
  createInterface({ input: stderr }).on('line', line => output.push(line))
  return await new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`the server left with ${code}:\n${output.join('\n')}`)))
    createInterface({ input: stdout }).on('line', line => {
      output.push(line)
      const link = /Porthole is ready.*?(https?:\/\/\S+)/.exec(line)?.[1]
      if (link === undefined) return
      const url = new URL(link)
      resolve({ url: url.origin, setupLink: url.hash === '' ? null : link })
    })
  })
}
