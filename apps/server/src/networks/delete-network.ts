import type { Verb } from '../core.ts'
import { actOnNetwork, type NetworkName } from './act-on-network.ts'

/** libvirt would let one that is on go on without its definition, until somebody stops it. */
export const deleteNetwork: Verb<NetworkName, object> = (core, input) =>
  actOnNetwork(core, input, 'deleteNetwork', (link, net) => link.call('networkUndefine', { net }))
