import * as z from 'zod/mini'
import { read } from './entry.ts'
import { HostKey } from './host.ts'

export const Network = z.object({
  name: z.string(),
  active: z.boolean(),
  autostart: z.boolean(),
  /** nat, route, bridge, isolated …: the forward mode in libvirt's words. */
  mode: z.string(),
  bridge: z.nullable(z.string()),
})
export type Network = z.infer<typeof Network>

export const networks = {
  listNetworks: read('listNetworks', {
    path: '/hosts/{host}/networks',
    summary: 'The virtual networks of a host that you may see',
    on: 'host',
    permission: 'host.see',
    input: HostKey,
    output: z.object({ networks: z.array(Network) }),
  }),
}
