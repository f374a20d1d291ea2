import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** TigerVNC's server with nothing on its screen: a display that is not QEMU's. */
export interface Xvnc {
  /** What one of X's programs prints there. */
  ask(program: string, ...args: string[]): Promise<string>
  /** Starts one of X's programs there; the lines that it prints, as they come. */
  start(program: string, ...args: string[]): { readonly lines: readonly string[]; readonly process: ChildProcess }
  stop(): void
}

export async function startXvnc(port: number): Promise<Xvnc> {
  // It finds a number that is free, and says it on descriptor 3.
  const options = ['-displayfd', '3', '-rfbport', String(port), '-localhost', '-SecurityTypes', 'None']
  const server = spawn('Xvnc', [...options, '-geometry', '640x480', '-depth', '24', '-AcceptSetDesktopSize=1'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [number] = await once(server.stdio[3] as NodeJS.ReadableStream, 'data')
  const env = { ...process.env, DISPLAY: `:${String(number).trim()}` }
  const programs: ChildProcess[] = []
  return {
    ask: async (program, ...args) => (await run(program, args, { env })).stdout,
    start(program, ...args) {
      const lines: string[] = []
      const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
      programs.push(child)
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', line => lines.push(line))
      return { lines, process: child }
    },
    stop() {
      for (const program of programs) program.kill()
      server.kill()
    },
  }
}
