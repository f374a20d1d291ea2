import type { Verb } from '../core.ts'
import { faultOf } from './libvirt-fault.ts'

/** The key is made when it is first asked for. */
export const getSshKey: Verb<object, { publicLine: string }> = async core => {
  try {
    return { publicLine: await core.hosts.ways.publicLine() }
  } catch (error) {
    throw faultOf(error)
  }
}
