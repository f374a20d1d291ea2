import type { Routes } from '../routes.ts'
import { addHost } from './add-host.ts'
import { getAccelerators } from './get-accelerators.ts'
import { listHosts } from './list-hosts.ts'
import { removeHost } from './remove-host.ts'

export const hostsRoutes: Routes['hosts'] = { listHosts, getAccelerators, addHost, removeHost }
