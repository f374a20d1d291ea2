import type { Routes } from '../routes.ts'
import { createNetwork } from './create-network.ts'
import { deleteNetwork } from './delete-network.ts'
import { getNetwork } from './get-network.ts'
import { listBridges } from './list-bridges.ts'
import { listNetworks } from './list-networks.ts'
import { setNetworkAutostart } from './set-network-autostart.ts'
import { startNetwork } from './start-network.ts'
import { stopNetwork } from './stop-network.ts'

export const networksRoutes: Routes['networks'] = {
  listNetworks,
  getNetwork,
  listBridges,
  createNetwork,
  startNetwork,
  stopNetwork,
  setNetworkAutostart,
  deleteNetwork,
}
