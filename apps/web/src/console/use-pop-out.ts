import type { Vm } from '@porthole/contract'
import { type RefObject, useEffect, useState } from 'react'
import { sitePath } from '../api/site-address.ts'
import { keyOf } from '../api/vm-key.ts'
import { vmPath } from '../vms/vm-path.ts'

export interface PopOut {
  readonly state: 'closed' | 'open' | 'blocked'
  open(): void
  goTo(): void
  /** Shows the console here as well, and forgets that the window was blocked. */
  here(): void
}

const barHeight = 36

/** The console in a window of its own, as large as the guest's picture; the page here rests meanwhile. */
export function usePopOut(vm: Vm, twins: ReadonlySet<string>, screen: RefObject<HTMLElement | null>): PopOut {
  const [other, setOther] = useState<Window | 'blocked' | null>(null)
  useEffect(() => {
    if (!other || other === 'blocked') return
    // A window does not tell its opener that it was closed.
    const timer = setInterval(() => other.closed && setOther(null), 500)
    return () => clearInterval(timer)
  }, [other])
  const opened = other === 'blocked' ? null : other
  return {
    state: other === 'blocked' ? 'blocked' : other ? 'open' : 'closed',
    open() {
      const { width, height } = screen.current?.querySelector('canvas') ?? { width: 1024, height: 768 }
      const path = vmPath(vm, 'console', twins)
      const url = sitePath(`${path}${path.includes('?') ? '&' : '?'}window=1`)
      const size = `popup,width=${Math.max(480, width)},height=${Math.max(320, height) + barHeight}`
      setOther(window.open(url, `console ${keyOf(vm)}`, size) ?? 'blocked')
    },
    goTo: () => opened?.focus(),
    here: () => setOther(null),
  }
}
