import type { Routes } from '../routes.ts'
import { addHost } from './add-host.ts'
import { approveHostKey } from './approve-host-key.ts'
import { changeHost } from './change-host.ts'
import { getAccelerators } from './get-accelerators.ts'
import { getHost } from './get-host.ts'
import { getSshKey } from './get-ssh-key.ts'
import { listHosts } from './list-hosts.ts'
import { listPoolsAndNetworks } from './list-pools-and-networks.ts'
import { makeHostCertificates } from './make-host-certificates.ts'
import { removeHost } from './remove-host.ts'
import { testHost } from './test-host.ts'

export const hostsRoutes: Routes['hosts'] = {
  listHosts,
  listPoolsAndNetworks,
  getAccelerators,
  getHost,
  getSshKey,
  testHost,
  approveHostKey,
  makeHostCertificates,
  addHost,
  changeHost,
  removeHost,
}
