import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Keyboard layouts as a Linux kernel takes them (busybox's loadkmap), in a tar.gz with a file for each name: made from
 * xkeyboard-config by Debian's ckbcomp. A kernel's dead keys make the letters of Latin-1 alone.
 */
export async function keymaps(layouts: Readonly<Record<string, readonly [layout: string, variant?: string]>>) {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-keymaps-'))
  const make = ([name, [layout, variant = '']]: [string, readonly [string, string?]]) => {
    const script = `ckbcomp -model pc105 "$1" "$2" 2>/dev/null | loadkeys --bkeymap --unicode > "$3"`
    return run('bash', ['-c', script, 'bash', layout, variant, join(folder, name)])
  }
  try {
    for (const each of Object.entries(layouts)) await make(each)
    await run('tar', ['-czf', join(folder, 'all.tar.gz'), '-C', folder, ...Object.keys(layouts)])
    return await readFile(join(folder, 'all.tar.gz'))
  } finally {
    await rm(folder, { recursive: true })
  }
}
