import { DomainDeviceModifyFlags } from '@porthole/libvirt'
import { XmlError } from '@porthole/libvirt-xml'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { documentsOf } from './documents.ts'

const { LIVE, CONFIG, FORCE } = DomainDeviceModifyFlags

/** The guest has a say in much of what is done to a running VM. */
export const guestMs = 60_000

/** The VM as it runs, or as it starts next. */
export interface State {
  readonly flag: number
  readonly live: boolean
  readonly xml: string
}

/**
 * Does something as the VM runs and for its next start, whichever there is: first where the guest or QEMU may refuse, so
 * that nothing was changed then. `act` is given the newest documents, and says whether there was something to do.
 * libvirt changes but the one device in its definition: what others change meanwhile stays.
 */
export async function inEachState(
  link: HostLink,
  vm: VmRecord,
  { now: alsoNow = true }: { now?: boolean },
  act: (state: State) => Promise<boolean>,
): Promise<boolean> {
  const { now, next } = await documentsOf(link, vm)
  const changed =
    now !== null && (alsoNow || next === null) && (await worded(act({ flag: LIVE, live: true, xml: now })))
  if (next === null) return changed
  try {
    return (await worded(act({ flag: CONFIG, live: false, xml: next }))) || changed
  } catch (error) {
    if (!changed || !(error instanceof Fault)) throw error
    const message = `It is so now, but will not be from the next start on: ${error.message}`
    throw new Fault(error.code, message, { cause: error, ...(error.data && { data: error.data }) })
  }
}

/** Lets libvirt replace a device by what `change` makes of it. */
export const updateDevice =
  (link: HostLink, { dom }: VmRecord, change: (state: State) => string | null, force = false) =>
  async (state: State): Promise<boolean> => {
    const xml = change(state)
    if (xml === null) return false
    const flags = state.flag | (force ? FORCE : 0)
    await link.call('domainUpdateDeviceFlags', { dom, xml, flags }, { deadlineMs: guestMs })
    return true
  }

/** @throws {Fault} NOT_SUPPORTED where the document is none that can be changed so */
async function worded(act: Promise<boolean>): Promise<boolean> {
  try {
    return await act
  } catch (error) {
    if (error instanceof XmlError) throw new Fault('NOT_SUPPORTED', error.message, { cause: error })
    throw error
  }
}
