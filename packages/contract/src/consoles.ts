import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { VmKey } from './vm.ts'

/** A text console of a VM: libvirt's name for it, such as "serial0". */
export const Serial = z.object({ name: z.string(), kind: z.enum(['serial', 'console']), port: z.int() })
export type Serial = z.infer<typeof Serial>

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
  listSerials: read('listSerials', {
    path: '/vms/{id}/serials',
    summary: "The running VM's serial and console devices that can be opened as terminals",
    on: 'vm',
    permission: 'vm.watch',
    input: VmKey,
    output: z.object({ serials: z.array(Serial) }),
  }),
  openSerial: write('openSerial', {
    path: '/vms/{id}/serial',
    summary: 'Open one of them, and get a single-use ticket for it, good for 30 s',
    on: 'vm',
    permission: 'vm.watch',
    rule: 'openSerial',
    audit: { keeps: ['device', 'force'] },
    input: z.extend(VmKey, {
      device: z.string().check(z.minLength(1), z.maxLength(64)),
      /** Takes it from whoever has it open outside of Porthole; needs the permission to take consoles. */
      force: z._default(z.boolean(), false),
    }),
    output: z.object({ ticket: z.string() }),
  }),
}
