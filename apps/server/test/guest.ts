import { randomBytes } from 'node:crypto'
import type { HostLink } from '../src/hosts/host-link.ts'

export interface Guest {
  readonly name: string
  readonly uuid: string
  /** Takes it away, on or off. */
  remove(): Promise<void>
}

/** A name that no other test has at this moment. */
export const guestName = (what: string) => `t-host-${what}-${randomBytes(3).toString('hex')}`

export interface GuestParts {
  /** More devices, as XML. */
  devices?: string
  /** As XML, such as `<acpi/>`, without which QEMU plugs in nothing while it runs. */
  features?: string
  /** Of its VNC display. */
  password?: string
  /** Attributes of the display's `<listen>`. */
  listen?: string
  /** libvirt's model of the video device. */
  video?: string
  /** The path of a firmware instead of SeaBIOS. */
  firmware?: string
  /** What else stands in `<os>`, as XML. */
  os?: string
  /** What becomes of it when it crashes, by libvirt's word. */
  onCrash?: string
}

/** Defines a guest without a disk: its firmware draws and waits. Emulated, as nested KVM can hang a guest. */
export async function defineGuest(link: HostLink, what: string, parts: GuestParts = {}): Promise<Guest> {
  const {
    devices = '',
    features = '',
    password,
    listen = `type='address' address='127.0.0.1'`,
    video = 'vga',
    firmware,
    os = '',
    onCrash = 'destroy',
  } = parts
  const name = guestName(what)
  const secret = password === undefined ? '' : `passwd='${password}'`
  const loader = firmware === undefined ? '' : `<loader readonly='yes' type='rom'>${firmware}</loader>`
  const xml = `<domain type='qemu'>
    <name>${name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='pc'>hvm</type>${loader}${os}</os><features>${features}</features>
    <on_crash>${onCrash}</on_crash>
    <devices>
      <graphics type='vnc' autoport='yes' ${secret}><listen ${listen}/></graphics>
      <video><model type='${video}'/></video>${devices}
    </devices></domain>`
  const { dom } = await link.call('domainDefineXml', { xml })
  return {
    name,
    uuid: dom.uuid,
    async remove() {
      await link.call('domainDestroyFlags', { dom, flags: 0 }).catch(() => {})
      await link.call('domainUndefineFlags', { dom, flags: 1 }).catch(() => {})
    },
  }
}
