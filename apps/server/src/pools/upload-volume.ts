import { randomUUID } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import type { StoragePool, StorageVol } from '@porthole/libvirt'
import { newVolume } from '@porthole/libvirt-xml'
import { closeSoon } from '../consoles/heartbeat.ts'
import type { LongVerb } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import { faultOf } from '../hosts/libvirt-fault.ts'
import type { Progress } from '../jobs/jobs.ts'
import { UnderWay } from '../under-way.ts'
import { freshenPool } from './freshen-pool.ts'
import { presentPool } from './list-pools.ts'
import { requireFreeName, requireRoom, writingMs } from './make-volume.ts'
import { headerBytes, requireStandingAlone } from './standing-alone.ts'
import type { Bringing } from './uploads.ts'
import { runningPool } from './volume-by-name.ts'

interface Input {
  host: string
  pool: string
  name: string
  size: number
}

/** The browser hears how much has been passed on each time that it is so much more, in bytes. */
const toldEach = 512 * 1024

/** Passes a file on from a browser to libvirt, never more of it at hand than is under way; nothing is left of half a file. */
export const uploadVolume: LongVerb<Input, { job: string; upload: string }> = async (core, input, caller) => {
  const { name, size } = input
  const link = core.hosts.link(input.host)
  const pool = await runningPool(link, input.pool)
  const { formats, type } = await presentPool(link, pool)
  if (!formats.includes('raw')) {
    throw new Fault('NOT_SUPPORTED', `No volume can be made in a pool of the type ${type}.`)
  }
  await requireFreeName(link, pool, name)
  await requireRoom(link, pool, size, 'size')
  const upload = randomUUID()
  const coming = core.uploads.expect(upload, caller)
  coming.catch(() => {})
  const mayStill = () => {
    if (!caller.can('storage.manage', { pool: { host: link.id, name: pool.name } })) throw new Fault('NOT_ALLOWED')
  }
  const about = { id: upload, host: link.id, pool: pool.name, name }
  const { id: job, end } = await core.jobs.begin('uploadVolume', about, caller, async progress => {
    await receive(link, pool, { name, size, mayStill }, await coming, progress)
  })
  const close = () => coming.then(({ webSocket }) => closeSoon(webSocket, 1000, 'The upload has ended.'))
  void end.then(close, close).catch(() => {})
  return new UnderWay({ job, upload }, end)
}

interface Receiving {
  readonly name: string
  readonly size: number
  /** @throws {Fault} when whoever sends may no longer */
  mayStill(): void
}

async function receive(
  link: HostLink,
  pool: StoragePool,
  { name, size, mayStill }: Receiving,
  { webSocket, bytes }: Bringing,
  { reached, signal }: Progress,
): Promise<void> {
  signal.throwIfAborted()
  const cut = () => bytes.destroy()
  signal.addEventListener('abort', cut, { once: true })
  const checked = wholeOf(bytes.iterator({ destroyOnReturn: false }), size)
  let vol: StorageVol | null = null
  try {
    // Before anything is made: what is refused at its first bytes leaves no trace.
    const first = await checked.next()
    const xml = newVolume({ name, format: 'raw', capacity: size })
    vol = (await link.call('storageVolCreateXml', { pool, xml, flags: 0 }, { deadlineMs: writingMs })).vol
    const { stream } = await link.writeStream('storageVolUpload', { vol, offset: 0, length: size, flags: 0 })
    await pipeline(passedOn(first), stream, { signal })
  } catch (error) {
    if (vol !== null) await takeBack(link, vol)
    throw signal.aborted ? signal.reason : faultOf(error)
  } finally {
    signal.removeEventListener('abort', cut)
  }
  // Only now does libvirt see what kind of image it is. The file is whole, whatever became of the pool.
  await freshenPool(link, pool).catch(() => {})

  async function* passedOn(first: IteratorResult<Buffer>): AsyncGenerator<Buffer> {
    let [done, told] = [0, 0]
    for (let next = first; !next.done; next = await checked.next()) {
      yield next.value
      done += next.value.length
      reached(done, size)
      if (done - told < toldEach) continue
      mayStill()
      webSocket.send(String(done))
      told = done
    }
  }
}

/** The chunks of a file, the first of them with its whole header. @throws {Fault} where they are not all that was announced */
async function* wholeOf(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let done = 0
  let header: Buffer | null = Buffer.alloc(0)
  for await (const chunk of untilCut(chunks)) {
    done += chunk.length
    if (done > size) throw new Fault('BAD_INPUT', 'The browser sent more than it had announced: try again.')
    const next: Buffer = header === null ? chunk : Buffer.concat([header, chunk])
    if (header !== null) {
      header = next
      if (next.length < Math.min(size, headerBytes)) continue
      requireStandingAlone(next)
      header = null
    }
    yield next
    if (done === size) return
  }
  throw new Fault('BAD_INPUT', 'The browser went away before the end, so nothing of the file was kept: try again.')
}

/** However a socket breaks, what it brings ends there. */
async function* untilCut(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks
  } catch {}
}

/** How often libvirt is asked to delete what it may still have open, and how long between, ms. */
const tries = 50
const betweenMs = 100

/** libvirt lets go of a volume a moment after its stream was given up. */
async function takeBack(link: HostLink, vol: StorageVol): Promise<void> {
  for (let left = tries; ; left--) {
    try {
      await link.call('storageVolDelete', { vol, flags: 0 }, { deadlineMs: writingMs })
      return
    } catch (error) {
      if (left > 0 && error instanceof Fault && /still in use/.test(error.data?.libvirt?.message ?? '')) {
        await setTimeout(betweenMs)
        continue
      }
      const message = `The upload failed, and half of it is left in the pool: delete "${vol.name}" there.`
      throw new Fault('LIBVIRT_FAILED', message, { cause: error })
    }
  }
}
