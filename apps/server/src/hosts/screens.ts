import { Fault } from '../fault.ts'
import type { HostLink } from './host-link.ts'
import { faultOf } from './libvirt-fault.ts'
import type { VmRecord } from './vm-record.ts'

export interface Picture {
  /** As libvirt says: image/png, or image/x-portable-pixmap from older hosts. */
  readonly mime: string
  readonly bytes: Buffer
}

const freshMs = 1000
const deadlineMs = 5000
const mostWaiting = 64
/** A guest that did not answer is left alone for so long: its call still holds a place on its connection. */
const restMs = 30_000
const largestBytes = 40 * 1024 * 1024

/** Pictures of the displays of one host: one taken at a time, a fresh one shared by all who ask. */
export class Screens {
  readonly #link: HostLink
  readonly #taken = new Map<string, { picture: Promise<Picture>; until: number }>()
  readonly #resting = new Map<string, number>()
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(link: HostLink) {
    this.#link = link
  }

  /** @throws {Fault} NO_PICTURE when the VM is off, has no display or does not answer now */
  picture(vm: VmRecord): Promise<Picture> {
    if (!vm.active || vm.displays.length === 0) return Promise.reject(new Fault('NO_PICTURE'))
    if ((this.#resting.get(vm.id) ?? 0) > performance.now()) return Promise.reject(new Fault('NO_PICTURE'))
    const fresh = this.#taken.get(vm.id)
    if (fresh !== undefined && fresh.until > performance.now()) return fresh.picture
    if (this.#waiting >= mostWaiting) return Promise.reject(new Fault('HOST_SLOW'))
    const picture = this.#inTurn(() => this.take(vm))
    const entry = { picture, until: Number.POSITIVE_INFINITY }
    this.#taken.set(vm.id, entry)
    const keep = (ms: number) => {
      entry.until = performance.now() + ms
      setTimeout(() => this.#taken.get(vm.id) === entry && this.#taken.delete(vm.id), ms).unref()
    }
    picture.then(
      () => keep(freshMs),
      () => keep(0),
    )
    return picture
  }

  /** Takes a picture now, out of turn. */
  async take({ id, dom }: Pick<VmRecord, 'id' | 'dom'>): Promise<Picture> {
    const signal = AbortSignal.timeout(deadlineMs)
    try {
      const { reply, stream } = await this.#link.readStream(
        'domainScreenshot',
        { dom, screen: 0, flags: 0 },
        { signal },
      )
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of stream) {
        size += chunk.length
        if (size > largestBytes) throw new Fault('NO_PICTURE', 'The picture of this display is too large to show.')
        chunks.push(chunk)
      }
      return { mime: reply.mime ?? '', bytes: Buffer.concat(chunks) }
    } catch (error) {
      if (signal.aborted) this.#resting.set(id, performance.now() + restMs)
      const fault = faultOf(error)
      // Away and refused are facts about the host; whatever else went wrong, there is no picture.
      throw /^HOST_/.test(fault.code) ? fault : new Fault('NO_PICTURE', undefined, { cause: error })
    }
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    this.#waiting++
    const turn = this.#last.then(act).finally(() => this.#waiting--)
    this.#last = turn.catch(() => {})
    return turn
  }
}
