import { setTimeout } from 'node:timers/promises'
import { type DiskSource, withMedium } from '@porthole/libvirt-xml'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { actOnDomain } from '../vms/act-on-domain.ts'
import { inEachState, updateDevice } from './in-each-state.ts'

interface Change extends VmName {
  readonly target: string
  readonly force: boolean
}

/** Puts a medium into a drive, or takes out what is in it. */
export const changeMedium = (
  core: Core,
  { id, host, target, force }: Change,
  find: (link: HostLink) => Promise<DiskSource | null>,
): Promise<Record<string, never>> =>
  actOnDomain(core, { id, host }, async (link, _, vm) => {
    const medium = await find(link)
    const change = updateDevice(link, vm, ({ xml }) => withMedium(xml, target, medium), force)
    const changed = await inEachState(link, vm, {}, state => patiently(() => change(state))).catch(toLocked)
    if (!changed) throw new Fault('NOT_FOUND', `This VM has no drive ${target}.`)
  })

/** How often, and how long between, ms: libvirt hears a moment later that the tray is closed, and opens it anew only then. */
const tries = 20
const betweenMs = 100

/** A guest, its firmware above all, may close the tray in the moment between libvirt's opening it and taking out what is in it. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left--) {
    try {
      return await act()
    } catch (error) {
      const closed = error instanceof Fault && /Tray of device .* is not open/.test(error.data?.libvirt?.message ?? '')
      if (!closed || left === 0) throw error
      await setTimeout(betweenMs)
    }
  }
}

/** QEMU's words for a tray that the guest holds, and libvirt's once it has waited for the guest to let go. */
const locked = /is locked and force was not specified|timed out waiting to open tray/i

function toLocked(error: unknown): never {
  if (!(error instanceof Fault) || !locked.test(error.data?.libvirt?.message ?? error.message)) throw error
  const sentence = 'The guest holds the drive locked: eject the medium there, or force it, as with a pin.'
  throw new Fault('IN_USE', sentence, { cause: error, ...(error.data && { data: error.data }) })
}
