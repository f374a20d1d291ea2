import type { StoragePool, StorageVol } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { Progress } from '../jobs/jobs.ts'

/** A disk of many terabytes on a slow store takes its time, and nobody waits for the answer. */
export const writingMs = 24 * 3600 * 1000
const lookMs = 500

interface Making {
  readonly pool: StoragePool
  readonly name: string
  /** Bytes that the host will have written; 0 where nothing is written at once. */
  readonly total: number
  make(): Promise<{ vol: StorageVol }>
}

/**
 * Makes a volume and tells how far it is: libvirt has no word for that, but while it writes, what the volume takes on the
 * host grows. It can't be interrupted either: a job that was stopped meanwhile takes the volume back when it is there.
 */
export async function makeVolume(link: HostLink, making: Making, { step, reached }: Progress): Promise<void> {
  const { pool, name, total } = making
  let asked = false
  const looking = setInterval(() => {
    // A host that is slow to say is asked no second time meanwhile.
    if (asked || total === 0) return
    asked = true
    look()
      .catch(() => {})
      .finally(() => {
        asked = false
      })
  }, lookMs)
  let vol: StorageVol
  try {
    vol = (await making.make()).vol
  } catch (error) {
    throw isUnsure(error) ? unsure(name, error as Fault) : error
  } finally {
    clearInterval(looking)
  }
  if (total > 0) reached(total, total)
  try {
    await step('It is there.')
  } catch (stopped) {
    await link.call('storageVolDelete', { vol, flags: 0 }, { deadlineMs: writingMs })
    throw stopped
  }

  async function look(): Promise<void> {
    const { vol } = await link.call('storageVolLookupByName', { pool, name })
    const { allocation } = await link.call('storageVolGetInfo', { vol })
    reached(Math.min(Number(allocation), total), total)
  }
}

const isUnsure = (error: unknown) =>
  error instanceof Fault && (error.code === 'HOST_AWAY' || error.code === 'HOST_SLOW')

const unsure = (name: string, { code, cause }: Fault) =>
  new Fault(code, `The host stopped answering while it made "${name}": look at the pool to see what became of it.`, {
    cause,
  })

/** @throws {Fault} NAME_TAKEN at the field */
export async function requireFreeName(link: HostLink, pool: StoragePool, name: string): Promise<void> {
  const { vols } = await link.call('storagePoolListAllVolumes', { pool, need_results: 1, flags: 0 })
  if (!vols.some(vol => vol.name === name)) return
  const message = `The storage pool "${pool.name}" has a volume "${name}" already: choose another name.`
  throw new Fault('NAME_TAKEN', message, { data: { issues: [{ path: 'name', message }] } })
}

/** @throws {Fault} NO_SPACE at the field */
export async function requireRoom(link: HostLink, pool: StoragePool, bytes: number, path: string): Promise<void> {
  const { available } = await link.call('storagePoolGetInfo', { pool })
  if (bytes <= Number(available)) return
  const message = `The storage pool "${pool.name}" has only ${available.toLocaleString('en')} bytes left.`
  throw new Fault('NO_SPACE', message, { data: { issues: [{ path, message }] } })
}
