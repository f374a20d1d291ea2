import { setTimeout } from 'node:timers/promises'
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
/** Small pictures, of which a wall shows many to many, are shared for longer. */
const smallFreshMs = 4000
/** After each picture the host is left alone for as long as that took, up to this: pictures take at most half of it. */
export const longestPauseMs = 1000
const deadlineMs = 5000
const mostWaiting = 64
/** A guest that did not answer is left alone for so long: its call still holds a place on its connection. */
const restMs = 30_000
const largestBytes = 40 * 1024 * 1024

/** Pictures of the displays of one host: one taken at a time, a fresh one shared by all who ask. */
export class Screens {
  readonly #link: HostLink
  readonly #taken = new Map<string, Shared<Picture>>()
  readonly #small = new Map<string, Shared<Buffer>>()
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
    return shared(this.#taken, `${vm.id} ${vm.dom.id}`, freshMs, () => {
      if (this.#waiting >= mostWaiting) return Promise.reject(new Fault('HOST_SLOW'))
      return this.#inTurn(() => this.take(vm))
    })
  }

  /** The same made small by `scale`; all who ask for that width share it for a few seconds. */
  small(vm: VmRecord, width: number, scale: (picture: Picture) => Promise<Buffer>): Promise<Buffer> {
    return shared(this.#small, `${vm.id} ${vm.dom.id} ${width}`, smallFreshMs, async () =>
      scale(await this.picture(vm)),
    )
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
    let tookMs = 0
    const turn = this.#last.then(async () => {
      const began = performance.now()
      try {
        return await act()
      } finally {
        this.#waiting--
        tookMs = performance.now() - began
      }
    })
    const pause = () => setTimeout(Math.min(tookMs, longestPauseMs), undefined, { ref: false })
    this.#last = turn.then(pause, pause)
    return turn
  }
}

interface Shared<T> {
  readonly made: Promise<T>
}

/** What is being made, or was made less than so long ago; what fails is made anew for the next who asks. */
function shared<T>(known: Map<string, Shared<T>>, key: string, ms: number, make: () => Promise<T>): Promise<T> {
  const fresh = known.get(key)
  if (fresh !== undefined) return fresh.made
  const entry = { made: make() }
  known.set(key, entry)
  const forget = () => known.get(key) === entry && known.delete(key)
  entry.made.then(() => globalThis.setTimeout(forget, ms).unref(), forget)
  return entry.made
}
