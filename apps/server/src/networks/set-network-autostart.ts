import type { Verb } from '../core.ts'
import { actOnNetwork, type NetworkName } from './act-on-network.ts'

export const setNetworkAutostart: Verb<NetworkName & { autostart: boolean }, object> = (core, input) =>
  actOnNetwork(core, input, 'setNetworkAutostart', (link, net) =>
    link.call('networkSetAutostart', { net, autostart: input.autostart ? 1 : 0 }),
  )
