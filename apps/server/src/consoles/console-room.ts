import { randomUUID } from 'node:crypto'
import type { ConsoleAsks, ConsoleSays, Recorded } from '@porthole/contract'
import { ShownPointer } from './shown-pointer.ts'

/** Somebody at a console. What they may do is asked again each time: it can change while they look. */
export interface Viewer {
  readonly person: string
  readonly name: string
  mayControl(): boolean
  mayTake(): boolean
  /** Lets their input through from now on, or no longer. */
  control(controls: boolean): void
  say(what: ConsoleSays): void
  /** Writes down that control changed hands by their act. Where that fails it does not change. */
  write(action: 'consoleControlTaken' | 'consoleControlGiven', person: string): Promise<void>
}

/** Everybody at one VM's console: any number look, at most one controls. */
export class ConsoleRoom {
  readonly #viewers = new Map<string, Viewer>()
  readonly #recorded: () => Recorded | null
  readonly #pointer = new ShownPointer(point => this.#showPointer(point))
  #controller: string | null = null
  #asking: readonly string[] = []
  #kept: { readonly viewer: Viewer; readonly timer: NodeJS.Timeout } | null = null

  /** `recorded` is asked each time: whether what is seen here is recorded. */
  constructor(recorded: () => Recorded | null = () => null) {
    this.#recorded = recorded
  }

  get empty(): boolean {
    return this.#viewers.size === 0 && this.#kept === null
  }

  /** Takes a seat. Control comes with it where nobody has it, or where it was kept for them. */
  join(viewer: Viewer): string {
    const seat = randomUUID()
    this.#viewers.set(seat, viewer)
    if (this.#isFreeFor(viewer)) this.#control(seat)
    this.tell()
    return seat
  }

  /**
   * Leaves; who controls and was lost against their will finds control again for so many ms, and at once where they are
   * here a second time: they came back before the old connection was known to be dead, or have another window.
   */
  leave(seat: string, keepMs: number, freed: () => void): void {
    const viewer = this.#viewers.get(seat)
    this.#viewers.delete(seat)
    this.#asking = this.#asking.filter(other => other !== seat)
    if (viewer !== undefined && this.#controller === seat) {
      this.#controller = null
      this.#pointer.stop()
      const own = [...this.#viewers].findLast(([, { person, mayControl }]) => person === viewer.person && mayControl())
      if (keepMs === 0) this.#free()
      else if (own !== undefined) this.#control(own[0])
      else this.#keep(viewer, keepMs, freed)
    }
    this.tell()
  }

  /** Nothing was heard of them for too long: they do not control any more. */
  lost(seat: string): void {
    if (this.#controller !== seat) return
    this.#free()
    this.tell()
  }

  async hear(seat: string, asks: ConsoleAsks): Promise<void> {
    const viewer = this.#viewers.get(seat)
    if (viewer === undefined) return
    const controls = this.#controller === seat
    if (asks.type === 'ask') this.#ask(seat, viewer)
    else if (asks.type === 'take') await this.#take(seat, viewer)
    else if (asks.type === 'give' && controls) await this.#give(seat, viewer, asks.to)
    else if (asks.type === 'refuse' && controls) this.#refuse(viewer, asks.to)
    else if (asks.type === 'let-go') this.#letGo(seat)
    this.tell()
  }

  /** Whoever controls points there: the others see it. */
  point(seat: string, x: number, y: number): void {
    if (this.#controller === seat && this.#viewers.size > 1) this.#pointer.move({ x, y })
  }

  /** What somebody may do has changed. */
  checkRights(): void {
    const controller = this.#controller === null ? undefined : this.#viewers.get(this.#controller)
    if (controller !== undefined && !controller.mayControl()) this.#free()
    this.tell()
  }

  #isFreeFor({ person }: Viewer): boolean {
    return this.#controller === null && (this.#kept === null || this.#kept.viewer.person === person)
  }

  #showPointer(point: { x: number; y: number }): void {
    const by = this.#controller
    if (by === null) return
    for (const [seat, viewer] of this.#viewers) if (seat !== by) viewer.say({ type: 'pointer', seat: by, ...point })
  }

  #ask(seat: string, viewer: Viewer): void {
    if (!viewer.mayControl() || this.#controller === seat) return
    if (this.#isFreeFor(viewer)) this.#control(seat)
    else if (!this.#asking.includes(seat)) this.#asking = [...this.#asking, seat]
  }

  async #take(seat: string, viewer: Viewer): Promise<void> {
    if (!viewer.mayControl() || this.#controller === seat) return
    const from = this.#viewers.get(this.#controller ?? '') ?? this.#kept?.viewer
    if (from !== undefined && from.person !== viewer.person) {
      if (!viewer.mayTake()) return
      await viewer.write('consoleControlTaken', from.name)
    }
    this.#control(seat)
  }

  async #give(seat: string, viewer: Viewer, to: string): Promise<void> {
    const other = this.#viewers.get(to)
    if (other === undefined || !other.mayControl() || to === seat) return
    if (other.person !== viewer.person) await viewer.write('consoleControlGiven', other.name)
    if (this.#controller === seat) this.#control(to)
  }

  #refuse(viewer: Viewer, to: string): void {
    if (!this.#asking.includes(to)) return
    this.#asking = this.#asking.filter(seat => seat !== to)
    this.#viewers.get(to)?.say({ type: 'refused', by: viewer.name })
  }

  #letGo(seat: string): void {
    if (this.#controller === seat) this.#free()
    else this.#asking = this.#asking.filter(other => other !== seat)
  }

  #keep(viewer: Viewer, ms: number, freed: () => void): void {
    const timer = setTimeout(() => {
      this.#kept = null
      this.#free()
      this.tell()
      freed()
    }, ms).unref()
    this.#kept = { viewer, timer }
  }

  /** Nobody controls: whoever asked first does now. */
  #free(): void {
    this.#pointer.stop()
    this.#viewers.get(this.#controller ?? '')?.control(false)
    this.#controller = null
    const next = this.#asking.find(seat => this.#viewers.get(seat)?.mayControl())
    if (next !== undefined) this.#control(next)
  }

  #control(seat: string): void {
    const viewer = this.#viewers.get(seat)
    if (viewer === undefined || !viewer.mayControl()) return
    clearTimeout(this.#kept?.timer)
    this.#kept = null
    this.#viewers.get(this.#controller ?? '')?.control(false)
    this.#pointer.stop()
    this.#controller = seat
    this.#asking = this.#asking.filter(other => other !== seat)
    viewer.control(true)
  }

  /** Says to everybody how it is. */
  tell(): void {
    for (const [seat, viewer] of this.#viewers) {
      viewer.say({
        type: 'room',
        you: seat,
        viewers: [...this.#viewers].map(([other, { name, person, mayControl }]) => ({
          seat: other,
          name,
          own: person === viewer.person,
          mayControl: mayControl(),
        })),
        controller: this.#controller,
        keptFor: this.#kept?.viewer.name ?? null,
        asking: this.#asking,
        mayTake: viewer.mayTake(),
        recorded: this.#recorded(),
      })
    }
  }
}
