import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The 512 bytes of key-block.S as a raw disk in `folder`: a guest that answers each key with a picture at once. */
export async function buildKeyBlock(folder: string): Promise<string> {
  const object = join(folder, 'key-block.o')
  const image = join(folder, 'key-block.img')
  await run('as', ['-o', object, join(import.meta.dirname, 'key-block.S')])
  await run('ld', ['--oformat', 'binary', '-Ttext', '0x7c00', '-o', image, object])
  return image
}
