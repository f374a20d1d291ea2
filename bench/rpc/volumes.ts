import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { receiveFile, type StorageVol, sendFile } from '@porthole/libvirt'
import type { Figure } from '../figures.ts'
import { interleaved, timed } from './rounds.ts'
import type { Stage } from './stage.ts'

const bytes = 1_073_741_824
const rounds = 5

/** A volume of 1 GiB up and down, beside virsh; and what it costs in memory meanwhile. */
export async function volumes(stage: Stage): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-bench-'))
  try {
    const file = join(folder, 'source')
    await fill(file)
    const { vol, remove } = await makeVolume(stage)
    const memory = new Memory()
    const up = await interleaved(
      () => memory.during(() => timed(() => upload(stage, vol, file))),
      () => timed(() => stage.libvirt.virsh('vol-upload', '--pool', 'bench', 'volume', file)),
      rounds,
    )
    const down = await interleaved(
      () => memory.during(() => timed(() => download(stage, vol, join(folder, 'ours')))),
      () => timed(() => stage.libvirt.virsh('vol-download', '--pool', 'bench', 'volume', join(folder, 'theirs'))),
      rounds,
    )
    await remove()
    return [
      ratio('upload of 1 GiB, time', up),
      ratio('download of 1 GiB, time', down),
      { name: 'memory grown by both', value: memory.grownMiB, atMost: 64, unit: 'MiB' },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const ratio = (name: string, { ours, theirs }: { ours: number; theirs: number }): Figure => ({
  name: `${name} (${(ours / 1000).toFixed(2)} s, virsh ${(theirs / 1000).toFixed(2)} s)`,
  value: ours / theirs,
  atMost: 1.1,
  unit: 'x',
})

async function upload({ connection }: Stage, vol: StorageVol, file: string): Promise<void> {
  const { stream } = await connection.writeStream('storageVolUpload', { vol, offset: 0, length: bytes })
  const source = await open(file)
  await sendFile(source, stream)
  await source.close()
}

async function download({ connection }: Stage, vol: StorageVol, file: string): Promise<void> {
  const { stream } = await connection.readStream('storageVolDownload', { vol, offset: 0, length: bytes })
  const target = await open(file, 'w')
  await receiveFile(stream, target)
  await target.close()
}

async function makeVolume({ connection }: Stage): Promise<{ vol: StorageVol; remove: () => Promise<void> }> {
  const { pool } = await connection.call('storagePoolCreateXml', {
    xml: "<pool type='dir'><name>bench</name><target><path>/var/lib/libvirt/images</path></target></pool>",
  })
  const { vol } = await connection.call('storageVolCreateXml', {
    pool,
    xml: `<volume><name>volume</name><capacity>${bytes}</capacity><target><format type='raw'/></target></volume>`,
  })
  const remove = async (): Promise<void> => {
    await connection.call('storageVolDelete', { vol })
    await connection.call('storagePoolDestroy', { pool })
  }
  return { vol, remove }
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w')
  const block = Buffer.alloc(1_048_576, 'a volume of the benchmark ')
  for (let written = 0; written < bytes; written += block.length) await file.write(block)
  await file.close()
}

/** The most that this process grew by while something ran. */
class Memory {
  grownMiB = 0

  async during<T>(work: () => Promise<T>): Promise<T> {
    const before = process.memoryUsage.rss()
    const timer = setInterval(() => {
      this.grownMiB = Math.max(this.grownMiB, (process.memoryUsage.rss() - before) / 1_048_576)
    }, 20)
    try {
      return await work()
    } finally {
      clearInterval(timer)
    }
  }
}
