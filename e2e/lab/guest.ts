import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { buildKeyBlock } from './key-block.ts'

const run = promisify(execFile)

/** The small Linux guest as files on this machine. It has log-in prompts on its screen and its serial port: root, lab. */
export interface Guest {
  readonly kernel: string
  readonly initrd: string
  readonly commandLine: string
  /** A qcow2 disk that the guest mounts at /data. */
  readonly dataDisk: string
  /** A guest of another kind: a boot sector that answers each key with a picture; key-block.S says which. */
  readonly keyBlock: string
}

/** Builds the guest where it is not built yet: some ten seconds and 40 MB from Debian the first time, nothing after. */
export async function buildGuest(): Promise<Guest> {
  const folder = process.env.PORTHOLE_LAB ?? resolve(import.meta.dirname, '../../.cache/guest')
  await run(join(import.meta.dirname, 'guest/build.sh'), [folder])
  return {
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd'),
    commandLine: (await readFile(join(folder, 'cmdline'), 'utf8')).trim(),
    dataDisk: join(folder, 'data.qcow2'),
    keyBlock: await buildKeyBlock(dirname(folder)),
  }
}
