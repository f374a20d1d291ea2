import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll } from 'vitest'

/** The repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface ServerProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  readonly lines: string[]
  /** The first line of standard output that contains the text. */
  line(text: string): Promise<string>
  readonly ended: Promise<{ code: number | null; stderr: string }>
}

/** For a file of tests: starts the process as it is delivered, compiled and by Node alone; it is gone after each test. */
export function serverProcesses(): { start(environment: Record<string, string>): ServerProcess } {
  const started: ServerProcess[] = []
  beforeAll(() => {
    execFileSync('npx', ['--no-install', 'tsc', '-b', 'apps/server'], { cwd: root, stdio: 'ignore' })
  }, 120_000)
  afterEach(async () => {
    for (const { child, ended } of started.splice(0)) {
      child.kill('SIGKILL')
      await ended
    }
  })
  return { start }

  function start(environment: Record<string, string>): ServerProcess {
    const child = spawn(process.execPath, ['apps/server/dist/main.js'], {
      cwd: root,
      env: { PATH: process.env.PATH, LIBVIRT_DEFAULT_URI: 'test:///default', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const lines: string[] = []
    let stderr = ''
    child.stderr.on('data', data => {
      stderr += data
    })
    const reader = createInterface({ input: child.stdout })
    reader.on('line', line => lines.push(line))
    const process_: ServerProcess = {
      child,
      lines,
      async line(text) {
        for (;;) {
          const found = lines.find(line => line.includes(text))
          if (found !== undefined) return found
          const [event] = await Promise.race([once(reader, 'line'), once(child, 'exit').then(() => ['exit'])])
          if (event === 'exit') throw new Error(`it ended before it said "${text}": ${stderr}`)
        }
      },
      ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stderr })),
    }
    started.push(process_)
    return process_
  }
}
