import type { HostLink } from './host-link.ts'
import type { Picture } from './screens.ts'
import type { VmRecord } from './vm-record.ts'

/** A guest's firmware draws within a second; nested KVM that hangs never does. */
const usualPatienceMs = 20_000

const advice = 'KVM may not work where the host is a VM itself: choose emulation (TCG).'

/**
 * Finds guests that KVM never got going: the picture of before their first instruction is still the very same some
 * while after. See docs/decisions/0008-kvm-that-never-gets-going.md.
 */
export class FirstPictures {
  readonly #link: HostLink
  readonly #changed = (vm: VmRecord) => {
    if (!vm.active) this.#forget(vm.id)
  }
  readonly #patienceMs: number
  readonly #watched = new Map<string, NodeJS.Timeout>()
  readonly #stuck = new Set<string>()
  #failed = false

  constructor(link: HostLink, patienceMs = usualPatienceMs) {
    this.#link = link
    this.#patienceMs = patienceMs
    link.changes.on('vm', this.#changed)
  }

  stop(): void {
    this.#link.changes.off('vm', this.#changed)
    for (const id of this.#watched.keys()) this.#forget(id)
  }

  isStuck(id: string): boolean {
    return this.#stuck.has(id)
  }

  /** Why KVM seems not to work on this host although it is offered; null as long as nothing speaks against it. */
  get problem(): string | null {
    if (this.#stuck.size > 0) return `A VM that was started with KVM here never drew anything. ${advice}`
    return this.#failed ? `The last VM that was started with KVM here failed at once. ${advice}` : null
  }

  /** KVM refused a guest's start. */
  failed(): void {
    this.#failed = true
  }

  /** `before` was taken before the guest's first instruction. */
  watch(vm: Pick<VmRecord, 'id' | 'dom'>, before: Picture): void {
    this.#forget(vm.id)
    const timer = setTimeout(() => void this.#compare(vm, before), this.#patienceMs)
    timer.unref()
    this.#watched.set(vm.id, timer)
  }

  async #compare(vm: Pick<VmRecord, 'id' | 'dom'>, before: Picture): Promise<void> {
    const timer = this.#watched.get(vm.id)
    // A picture that can not be had says nothing about KVM.
    const now = await this.#link.screens.take(vm).catch(() => null)
    if (this.#watched.get(vm.id) !== timer) return
    this.#watched.delete(vm.id)
    const state = this.#link.inventory.get(vm.id)?.state
    if (now === null || state !== 'running') return
    if (!now.bytes.equals(before.bytes)) {
      this.#failed = false
      return
    }
    this.#stuck.add(vm.id)
    this.#link.inventory.touch(vm.id)
  }

  #forget(id: string): void {
    clearTimeout(this.#watched.get(id))
    this.#watched.delete(id)
    this.#stuck.delete(id)
  }
}
