import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as passed } from 'node:timers/promises'
import { freePort } from '../../e2e/lab/free-port.ts'
import { cpuSeconds } from './processes.ts'

/** What is measured has a processor to itself; the display and its viewers share the other. */
export const proxyCore = '0'
const otherCore = '1'

/** A program that runs for the whole benchmark. */
export interface Program {
  readonly pid: number
  readonly port: number
  stop(): Promise<void>
}

const binary = (name: string) => join('.cache/bench', `console-${name}`)

/** Compiles the display, its viewers and the relay. Needs gcc. */
export function compilePrograms(): void {
  mkdirSync('.cache/bench', { recursive: true })
  for (const name of ['source', 'relay', 'load']) {
    const source = join(import.meta.dirname, `${name}.c`)
    const { status } = spawnSync('gcc', ['-O2', '-Wall', '-Wextra', '-o', binary(name), source], { stdio: 'inherit' })
    if (status !== 0) throw new Error(`bench/console/${name}.c did not compile: install gcc and libc6-dev.`)
  }
}

export async function startSource(): Promise<Program> {
  const port = await freePort()
  const child = spawn('taskset', ['-c', otherCore, binary('source'), String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return program(child, port)
}

export async function startRelay(target: number): Promise<Program> {
  const port = await freePort()
  const args = ['-c', proxyCore, binary('relay'), String(port), String(target)]
  return program(spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'] }), port)
}

/** Debian's websockify, as its package installs it: a process for each viewer. */
export async function startWebsockify(target: number): Promise<Program> {
  const port = await freePort()
  const args = ['-c', proxyCore, 'websockify', `127.0.0.1:${port}`, `127.0.0.1:${target}`]
  const child = spawn('taskset', args, { stdio: 'ignore' })
  // What is not installed is an end of taskset, not an error of ours.
  const failed = once(child, 'exit').then(() => {
    throw new Error('websockify did not start: apt-get install websockify.')
  })
  failed.catch(() => {})
  await Promise.race([failed, answers(port)])
  return program(child, port)
}

/**
 * Starts viewers, one for each line, and gives what they measured, and the CPU that a process used meanwhile.
 * `whileOpen` runs after that, before they leave.
 */
export async function runLoad(
  lines: readonly string[],
  {
    seconds,
    size,
    pid,
    whileOpen,
  }: { seconds: number; size: number; pid: number | null; whileOpen?: () => Promise<void> },
): Promise<Measured> {
  const child = spawn('taskset', ['-c', otherCore, binary('load'), String(seconds), String(size)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.on('error', () => {})
  child.stdin.write([...lines, '', ''].join('\n'))
  const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const cpu = () => (pid === null ? 0 : cpuSeconds(pid))
  try {
    if ((await printed.next()).done) throw new Error('the viewers failed: see above')
    const before = cpu()
    const { value, done } = await printed.next()
    const used = cpu() - before
    if (done) throw new Error('the viewers failed: see above')
    await whileOpen?.()
    return { ...(JSON.parse(value) as Omit<Measured, 'cpu'>), cpu: used }
  } finally {
    const gone = once(child, 'exit')
    child.stdin.end()
    if (child.exitCode === null) await gone
  }
}

/** What `load` prints: bytes of each viewer in the measured time, and times of echoes in ms. */
export interface Measured {
  readonly seconds: number
  readonly bytes: readonly number[]
  readonly wrong: number
  readonly echoes: number
  readonly echoP50: number
  readonly echoP99: number
  /** Seconds of CPU. */
  readonly cpu: number
}

async function program(child: ChildProcess, port: number): Promise<Program> {
  if (child.stdout !== null) {
    const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${child.spawnargs[2]} ended at once`)))
    failed.catch(() => {})
    await Promise.race([failed, once(createInterface({ input: child.stdout }), 'line')])
  }
  const stop = async () => {
    if (child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill()
    await gone
  }
  return { pid: child.pid ?? 0, port, stop }
}

export async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, '127.0.0.1')
    const connected = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error')]).catch(
      () => false,
    )
    socket.destroy()
    if (connected === true) return
    await passed(50)
  }
  throw new Error(`nothing answers at port ${port}`)
}
