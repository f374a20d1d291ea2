import { expect } from '@playwright/test'
import type { Host } from './host.ts'

/** Many short waits, one after the other. */
const often = { intervals: [50] }

/** What tests do inside of the small guest, by its agent. */
export interface GuestShell {
  /** Runs a shell command, and gives what it printed when it has ended. */
  run(command: string): Promise<string>
  /** Starts one that goes on. */
  start(command: string): Promise<void>
  write(path: string, bytes: Buffer): Promise<void>
}

export function guestShell(host: Host, name: string): GuestShell {
  const exec = (command: string, capture: boolean) =>
    host.agent(name, 'guest-exec', { path: '/bin/sh', arg: ['-c', command], 'capture-output': capture })
  return {
    async run(command) {
      const { pid } = (await exec(command, true)) as { pid: number }
      // What became of it is told once.
      let ended: { exited: boolean; 'out-data'?: string } = { exited: false }
      const status = async () => {
        ended = (await host.agent(name, 'guest-exec-status', { pid })) as typeof ended
        return ended.exited
      }
      await expect.poll(status, often).toBe(true)
      return Buffer.from(ended['out-data'] ?? '', 'base64').toString()
    },
    start: async command => void (await exec(command, false)),
    async write(path, bytes) {
      const handle = await host.agent(name, 'guest-file-open', { path, mode: 'w' })
      await host.agent(name, 'guest-file-write', { handle, 'buf-b64': bytes.toString('base64') })
      await host.agent(name, 'guest-file-close', { handle })
    },
  }
}
