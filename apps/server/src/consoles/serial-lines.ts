import type { Domain } from '@porthole/libvirt'
import { Fault } from '../fault.ts'
import type { HostLink } from '../hosts/host-link.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import { SerialLine } from './serial-line.ts'

/** https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainConsoleFlags */
const forceFlag = 1

/** One serial device of one VM, by libvirt's name for it. */
export interface SerialTarget extends VmOnHost {
  readonly device: string
}

/** The serial consoles that are open here. */
export class SerialLines {
  readonly #lines = new Map<string, Promise<SerialLine>>()

  find(target: SerialTarget): Promise<SerialLine> | undefined {
    return this.#lines.get(key(target))
  }

  /** Opens it unless it is open here already. @throws {Fault} IN_USE when somebody else has it, and it is not forced */
  async open(link: HostLink, dom: Domain, target: SerialTarget, force: boolean): Promise<void> {
    const known = this.#lines.get(key(target))
    const opening = known ?? this.#dial(link, dom, target, force)
    this.#lines.set(key(target), opening)
    await opening
  }

  async #dial(link: HostLink, dom: Domain, target: SerialTarget, force: boolean): Promise<SerialLine> {
    const forget = () => this.#lines.delete(key(target))
    try {
      const args = { dom, dev_name: target.device, flags: force ? forceFlag : 0 }
      const { stream } = await link.duplexStream('domainOpenConsole', args)
      return new SerialLine(stream, forget)
    } catch (error) {
      forget()
      // libvirt has no code of its own for that.
      if (error instanceof Fault && /active console session/i.test(error.data?.libvirt?.message ?? ''))
        throw new Fault('IN_USE', 'Somebody has this console open outside of Porthole, as with virsh console.', {
          cause: error,
        })
      throw error
    }
  }
}

const key = ({ host, id, device }: SerialTarget) => `${host} ${id} ${device}`
