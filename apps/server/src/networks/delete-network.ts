import type { Verb } from '../core.ts'
import { Fault } from '../fault.ts'
import { actOnNetwork, type NetworkName } from './act-on-network.ts'

/** libvirt would let one that is on go on without its definition, until somebody stops it. */
export const deleteNetwork: Verb<NetworkName, object> = (core, input) =>
  actOnNetwork(core, input, async (link, net) => {
    const { active } = await link.call('networkIsActive', { net })
    if (active !== 0) throw new Fault('WRONG_STATE', `The network "${net.name}" is on: stop it first.`)
    await link.call('networkUndefine', { net })
  })
