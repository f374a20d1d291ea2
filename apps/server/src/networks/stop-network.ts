import type { Verb } from '../core.ts'
import { actOnNetwork, type NetworkName } from './act-on-network.ts'

export const stopNetwork: Verb<NetworkName, object> = (core, input) =>
  actOnNetwork(core, input, 'stopNetwork', (link, net) => link.call('networkDestroy', { net }))
