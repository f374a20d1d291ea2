import { execFile } from 'node:child_process'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The XML of a domain that boots it, with a display, and with names and paths as they stand. */
export const keyBlockDomain = (name: string, disk: string) => `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>32</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='${disk}'/>
      <target dev='hda' bus='ide'/>
    </disk>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
    <video><model type='vga'/></video>
  </devices>
</domain>`

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
