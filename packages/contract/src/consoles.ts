import * as z from 'zod/mini'
import { write } from './entry.ts'
import { VmKey } from './vms.ts'

export const consoles = {
  openConsole: write('openConsole', {
    path: '/vms/{id}/console',
    summary: "Get a single-use ticket, good for 30 s, for the VM's VNC console",
    on: 'vm',
    permission: 'vm.watch',
    rule: 'openConsole',
    audit: { keeps: [] },
    input: VmKey,
    output: z.object({ ticket: z.string() }),
  }),
}
