import { type Fragment, toText, xml } from './build.ts'

export interface NewDomain {
  /** `qemu` is emulation (TCG). */
  type: 'kvm' | 'qemu'
  name: string
  /** libvirt makes one up when absent. */
  uuid?: string
  vcpus: number
  memoryMiB: number
  arch: string
  /** As domain capabilities name it, such as pc-q35-7.2. */
  machine: string
  /** The path of QEMU; libvirt takes its default when absent. */
  emulator?: string
  disk?: { path: string; format: string }
  /** The path of an ISO. A drive is made for it. */
  cdrom?: string
  /** Which of disk and CD is tried first; the disk, so that an installed system boots and an empty disk falls through. */
  bootFirst?: 'disk' | 'cdrom'
  /** Boots this kernel directly, before any disk. Paths on the host. */
  kernel?: string
  initrd?: string
  commandLine?: string
  /** The name of a libvirt network. */
  network?: string
}

/** Ports for PCI Express devices: six are taken at once, the others are for what is plugged in later. */
const pciExpressPorts = 14

/**
 * The XML of a new domain: a modern machine that any operating system boots on. Virtio devices, a VGA picture by VNC on
 * the host's loopback, a USB tablet so that the pointer follows the mouse, a serial console and the guest agent's channel.
 * @throws {XmlError} when a text has a character that XML can not carry
 */
export function newDomain(spec: NewDomain): string {
  const isPc = spec.arch === 'x86_64' || spec.arch === 'i686'
  return toText(xml`
<domain type="${spec.type}">
  <name>${spec.name}</name>
  ${spec.uuid !== undefined && xml`<uuid>${spec.uuid}</uuid>`}
  <memory unit="MiB">${spec.memoryMiB}</memory>
  <vcpu>${spec.vcpus}</vcpu>
  <os>
    <type arch="${spec.arch}" machine="${spec.machine}">hvm</type>
    ${spec.kernel !== undefined && xml`<kernel>${spec.kernel}</kernel>`}
    ${spec.initrd !== undefined && xml`<initrd>${spec.initrd}</initrd>`}
    ${spec.commandLine !== undefined && xml`<cmdline>${spec.commandLine}</cmdline>`}
  </os>
  ${isPc && pcFeatures}
  ${cpu(spec)}
  ${isPc ? pcClock : xml`<clock offset="utc"/>`}
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>destroy</on_crash>
  ${isPc && noSleep}
  <devices>
    ${spec.emulator !== undefined && xml`<emulator>${spec.emulator}</emulator>`}
    ${disks(spec, isPc)}
    ${hasPciExpress(spec.machine) && pciExpress}
    <controller type="usb" model="qemu-xhci"/>
    ${spec.network !== undefined && nic(spec.network)}
    <serial type="pty"/>
    <console type="pty"/>
    <channel type="unix"><target type="virtio" name="org.qemu.guest_agent.0"/></channel>
    <input type="tablet" bus="usb"/>
    ${!isPc && xml`<input type="keyboard" bus="usb"/>`}
    <graphics type="vnc" port="-1" autoport="yes"><listen type="address" address="127.0.0.1"/></graphics>
    <video><model type="${isPc ? 'vga' : 'virtio'}"/></video>
    <memballoon model="virtio"/>
    <rng model="virtio"><backend model="random">/dev/urandom</backend></rng>
  </devices>
</domain>`)
}

const pcFeatures = xml`<features><acpi/><apic/><vmport state="off"/></features>`

/** The timers that keep a PC guest's clock right on a busy host, as virt-manager sets them. */
const pcClock = xml`<clock offset="utc">
    <timer name="rtc" tickpolicy="catchup"/>
    <timer name="pit" tickpolicy="delay"/>
    <timer name="hpet" present="no"/>
  </clock>`

/** A desktop guest that puts itself to sleep would look like a VM that hangs. */
const noSleep = xml`<pm><suspend-to-mem enabled="no"/><suspend-to-disk enabled="no"/></pm>`

const pciExpress = xml`<controller type="pci" model="pcie-root"/>
    ${Array.from({ length: pciExpressPorts }, () => xml`<controller type="pci" model="pcie-root-port"/>`)}`

function hasPciExpress(machine: string): boolean {
  return /^(pc-)?q35|^virt(-|$)/.test(machine)
}

/** Under TCG the default CPU is too old for today's distributions; `maximum` is all that it can emulate. */
function cpu(spec: NewDomain): Fragment {
  return spec.type === 'kvm'
    ? xml`<cpu mode="host-passthrough" check="none" migratable="on"/>`
    : xml`<cpu mode="maximum"/>`
}

function disks(spec: NewDomain, isPc: boolean): Fragment[] {
  const order = (device: 'disk' | 'cdrom') =>
    spec.kernel === undefined && xml`<boot order="${(spec.bootFirst ?? 'disk') === device ? 1 : 2}"/>`
  const found: Fragment[] = []
  if (spec.disk)
    found.push(xml`<disk type="file" device="disk">
      <driver name="qemu" type="${spec.disk.format}" discard="unmap"/>
      <source file="${spec.disk.path}"/>
      <target dev="vda" bus="virtio"/>
      ${order('disk')}
    </disk>`)
  if (spec.cdrom !== undefined)
    found.push(xml`<disk type="file" device="cdrom">
      <driver name="qemu" type="raw"/>
      <source file="${spec.cdrom}"/>
      <target dev="sda" bus="${isPc && hasPciExpress(spec.machine) ? 'sata' : isPc ? 'ide' : 'scsi'}"/>
      <readonly/>
      ${order('cdrom')}
    </disk>`)
  return found
}

function nic(network: string): Fragment {
  return xml`<interface type="network">
      <source network="${network}"/>
      <model type="virtio"/>
    </interface>`
}
