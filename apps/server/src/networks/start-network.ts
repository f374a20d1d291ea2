import type { Verb } from '../core.ts'
import { actOnNetwork, type NetworkName } from './act-on-network.ts'

export const startNetwork: Verb<NetworkName, object> = (core, input) =>
  actOnNetwork(core, input, 'startNetwork', (link, net) => link.call('networkCreate', { net }))
