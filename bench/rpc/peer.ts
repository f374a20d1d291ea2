import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** libvirt's own C library at work: the same question on a connection of its own. */
export interface Peer {
  /** How long the command took, in ms, as the program itself measured it, and how many answers or values there were. */
  run(command: string): Promise<{ ms: number; count: number }>
  stop(): void
}

const binary = '.cache/bench/rpc-peer'

/** Compiles the C program. Needs gcc and libvirt's headers. */
export function compilePeer(): void {
  mkdirSync('.cache/bench', { recursive: true })
  const source = join(import.meta.dirname, 'peer.c')
  const { status } = spawnSync('gcc', ['-O2', '-Wall', '-o', binary, source, '-lvirt'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('bench/rpc/peer.c did not compile: install gcc and libvirt-dev.')
}

/** Starts the C program on a connection URI, and waits until it is connected. */
export async function startPeer(uri: string): Promise<Peer> {
  const process = spawn(binary, [uri], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
  const line = async (): Promise<string> => {
    const { done, value } = await lines.next()
    if (done) throw new Error(`the C program ended; it was connected to ${uri}`)
    return value
  }
  await line()
  return {
    run: async command => {
      process.stdin.write(`${command}\n`)
      const [ms = Number.NaN, count = Number.NaN] = (await line()).split(' ').map(Number)
      return { ms, count }
    },
    stop: () => process.stdin.end(),
  }
}
