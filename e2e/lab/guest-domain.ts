import { randomUUID } from 'node:crypto'

export interface GuestDomain {
  /** Letters, digits and dashes: it goes into the XML as it stands. */
  readonly name: string
  /** Paths on the host that will run it. */
  readonly kernel: string
  readonly initrd: string
  readonly commandLine: string
  readonly uuid?: string
  readonly vncPassword?: string
  /** More devices, as XML. */
  readonly devices?: string
}

/** The XML of a domain that runs the small guest under emulation, with VNC, a serial console and the guest agent. */
export function guestDomain(guest: GuestDomain): string {
  return `<domain type='qemu'>
  <name>${guest.name}</name>
  <uuid>${guest.uuid ?? randomUUID()}</uuid>
  <memory unit='MiB'>96</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>${guest.kernel}</kernel>
    <initrd>${guest.initrd}</initrd>
    <cmdline>${guest.commandLine} host=${guest.name}</cmdline>
  </os>
  <features><acpi/><apic/><tcg><tb-cache unit='MiB'>32</tb-cache></tcg></features>
  <devices>
    <serial type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'${guest.vncPassword ? ` passwd='${guest.vncPassword}'` : ''}/>
    <video><model type='vga'/></video>
    <input type='tablet' bus='virtio'/>
    ${guest.devices ?? ''}
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  </devices>
</domain>`
}
