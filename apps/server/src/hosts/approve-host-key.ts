import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { faultOf } from './libvirt-fault.ts'

interface Approved {
  readonly uri: string
  readonly fingerprint: string
  readonly replaces?: string | undefined
}

/** The key itself is asked of the host once more: what a browser says of it is only compared. */
export const approveHostKey: Verb<Approved, Record<string, never>> = async ({ hosts }, input) => {
  const { uri } = hosts.check({ uri: input.uri })
  if (!/ssh/.test(uri.parts.transport)) throw new Fault('BAD_INPUT', 'Only hosts by SSH have a key to approve.')
  const { fingerprint, replaces = null } = input
  try {
    await hosts.ways.approveKey(uri, { fingerprint, replaces })
  } catch (error) {
    throw faultOf(error)
  }
  hosts.retry(uri)
  return {}
}
