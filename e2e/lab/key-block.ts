import { execFile } from 'node:child_process'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Makes of key-block.S the raw disk `key-block.img` in a folder. Needs binutils. */
export async function buildKeyBlock(folder: string): Promise<string> {
  const image = join(folder, 'key-block.img')
  const unfinished = `${image}.${process.pid}`
  await run('as', ['-o', `${unfinished}.o`, join(import.meta.dirname, 'key-block.S')])
  await run('ld', ['--oformat', 'binary', '-Ttext', '0x7c00', '-o', unfinished, `${unfinished}.o`])
  await rm(`${unfinished}.o`)
  await rename(unfinished, image)
  return image
}
