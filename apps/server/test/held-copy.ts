import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

/**
 * Holds the qemu-img with which libvirt writes a file, as soon as it writes: then what takes a moment here takes as long
 * as a test wants. It goes on where what this gives goes out of use.
 */
export async function heldCopy(path: string): Promise<Disposable> {
  // A look must take less time than the copy, also on a busy machine: what runs already is none.
  const others = new Set(processes())
  for (;;) {
    const pid = writer(path, others)
    if (pid !== null) {
      process.kill(pid, 'SIGSTOP')
      return { [Symbol.dispose]: () => process.kill(pid, 'SIGCONT') }
    }
    await setImmediate()
  }
}

function writer(path: string, others: ReadonlySet<string>): number | null {
  for (const name of processes()) {
    if (others.has(name)) continue
    try {
      const [program = '', act, ...rest] = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      if (program.endsWith('qemu-img') && act === 'convert' && rest.includes(path) && existsSync(path))
        return Number(name)
    } catch {
      // It ended meanwhile.
    }
  }
  return null
}

const processes = () => readdirSync('/proc').filter(name => /^\d+$/.test(name))
