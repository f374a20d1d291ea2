// libvirt's own command-line client: the second opinion about what our client does and says.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'

const run = promisify(execFile)

/** The tests in which virsh was asked, by their full names. */
export const testsWithVirsh = new Set<string>()

/** Asks virsh, or its sister for the daemons themselves, and gives what it printed, without the newlines at its end. */
export function virshOf(
  uri: string,
  program: 'virsh' | 'virt-admin' = 'virsh',
): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const { currentTestName } = expect.getState()
    if (currentTestName !== undefined) testsWithVirsh.add(currentTestName)
    const { stdout } = await run(program, ['-c', uri, ...args], { maxBuffer: 2 ** 26 })
    return stdout.trimEnd()
  }
}

/** A listing of the form `Name:   value`, by name. */
export function fieldsOf(text: string): Record<string, string> {
  const lines = text.split('\n').map(line => /^\s*(.+?)\s*:\s+(.*?)\s*$/.exec(line))
  return Object.fromEntries(lines.flatMap(match => (match ? [[match[1], match[2]]] : [])))
}

/** A table without its head, as lists of cells: cells stand at least two spaces apart. */
export function rowsOf(text: string): string[][] {
  return text
    .replace(/^[\s\S]*?\n-{5,}\n?/, '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => line.trim().split(/\s{2,}/))
}

/** A listing of the form `name value` or `device name value`, by name: virsh's statistics. */
export function numbersOf(text: string): Record<string, number> {
  const lines = text.split('\n').map(line => /(\S+)\s+(-?\d+)\s*$/.exec(line))
  return Object.fromEntries(lines.flatMap(match => (match ? [[match[1], Number(match[2])]] : [])))
}
