import type { Vm } from '@porthole/contract'
import { createContext, use, useCallback, useSyncExternalStore } from 'react'
import type { Failure } from '../api/failure.ts'
import { keyOf, type VmKey } from '../api/vm-key.ts'
import { texts } from '../texts/texts.ts'
import { spec, type VmAct } from './acts.ts'

export type UnderWay =
  | { readonly act: VmAct; readonly phase: 'asked' }
  | { readonly act: VmAct; readonly phase: 'failed'; readonly failure: Failure; readonly at: string }

/** How long the state may take to follow an answer before the row stops saying that it is on its way, ms. */
const settleMs = 10_000
/** A guest may close programs first; after this long it likely ignores the request, ms. */
const shutDownMs = 120_000

interface Watched {
  readonly act: VmAct
  readonly vm: VmKey & { readonly name: string }
  answered: boolean
  timer?: ReturnType<typeof setTimeout>
}

/**
 * What was asked of each VM: under way until libvirt's event shows it, failed until somebody has read why. The
 * state on the screen never comes from here.
 */
export class ActsUnderWay {
  readonly #shown = new Map<string, UnderWay>()
  readonly #watched = new Map<string, Watched>()
  readonly #listeners = new Set<() => void>()
  #failures: ReadonlySet<string> = new Set()
  readonly #find: (vm: VmKey) => Vm | undefined
  readonly #announce: (text: string) => void

  constructor(find: (vm: VmKey) => Vm | undefined, announce: (text: string) => void) {
    this.#find = find
    this.#announce = announce
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get(key: string): UnderWay | null {
    return this.#shown.get(key) ?? null
  }

  /** Keys of the VMs whose failure is to be read; the same set until it changes. */
  readonly failures = (): ReadonlySet<string> => this.#failures

  asked(vm: Vm, act: VmAct): void {
    const key = keyOf(vm)
    clearTimeout(this.#watched.get(key)?.timer)
    this.#watched.set(key, { act, vm, answered: false })
    this.#show(key, { act, phase: 'asked' })
  }

  answered(vm: VmKey, act: VmAct): void {
    const watched = this.#current(vm, act)
    if (!watched) return
    watched.answered = true
    watched.timer = setTimeout(() => this.#gaveUp(vm, watched), act === 'shutDownVm' ? shutDownMs : settleMs)
    this.settle()
  }

  failed(vm: VmKey, act: VmAct, failure: Failure): void {
    if (!this.#current(vm, act)) return
    this.#watched.delete(keyOf(vm))
    this.#show(keyOf(vm), { act, phase: 'failed', failure, at: new Date().toISOString() })
    this.#announce(`${texts.acts.failed(texts.acts.names[act])} ${failure.sentence}`)
  }

  dismiss(vm: VmKey): void {
    this.#show(keyOf(vm), null)
  }

  /** Called whenever the fleet changed: what took effect is no longer under way. */
  settle(): void {
    for (const [key, watched] of this.#watched) {
      if (!watched.answered || !spec(watched.act).reached(this.#find(watched.vm))) continue
      this.#finish(key, watched)
      this.#announce(texts.acts.done[watched.act](watched.vm.name))
    }
  }

  #current(vm: VmKey, act: VmAct): Watched | null {
    const watched = this.#watched.get(keyOf(vm))
    return watched?.act === act ? watched : null
  }

  #gaveUp(vm: VmKey, watched: Watched): void {
    if (this.#watched.get(keyOf(vm)) !== watched) return
    if (watched.act === 'shutDownVm') {
      const failure: Failure = { code: 'NO_ANSWER', sentence: texts.acts.ignoresShutDown, libvirt: null, issues: [] }
      this.failed(vm, watched.act, failure)
    } else this.#finish(keyOf(vm), watched)
  }

  #finish(key: string, watched: Watched): void {
    clearTimeout(watched.timer)
    this.#watched.delete(key)
    this.#show(key, null)
  }

  #show(key: string, underWay: UnderWay | null): void {
    if (underWay) this.#shown.set(key, underWay)
    else this.#shown.delete(key)
    if ((underWay?.phase === 'failed') !== this.#failures.has(key)) {
      this.#failures = new Set([...this.#shown].flatMap(([shown, { phase }]) => (phase === 'failed' ? [shown] : [])))
    }
    for (const listener of this.#listeners) listener()
  }
}

export const ActsContext = createContext<ActsUnderWay | null>(null)

export function useUnderWay(vm: VmKey): UnderWay | null {
  const underWay = use(ActsContext)
  const key = keyOf(vm)
  const subscribe = useCallback((listener: () => void) => underWay?.subscribe(listener) ?? (() => {}), [underWay])
  const get = () => underWay?.get(key) ?? null
  return useSyncExternalStore(subscribe, get, get)
}

const nothing: ReadonlySet<string> = new Set()
const never = () => () => {}

/** The VMs below whose rows a failure stands. */
export function useFailures(): ReadonlySet<string> {
  const underWay = use(ActsContext)
  const get = underWay?.failures ?? (() => nothing)
  return useSyncExternalStore(underWay?.subscribe ?? never, get, get)
}
