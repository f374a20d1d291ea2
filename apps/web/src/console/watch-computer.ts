/** A hidden page's timers may be a minute late. */
const everyMs = 10_000
const sleptMs = 90_000

interface Told {
  /** A connection from before is no good, and would not say so for minutes. */
  lost(why: 'offline' | 'slept'): void
  back(): void
}

/** Tells when this computer loses its network or has slept, and when it is worth trying again. The answer ends it. */
export function watchComputer({ lost, back }: Told): () => void {
  let at = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - at > sleptMs) lost('slept')
    at = now
  }, everyMs)
  const offline = () => lost('offline')
  const seen = () => document.visibilityState === 'visible' && back()
  window.addEventListener('offline', offline)
  window.addEventListener('online', back)
  document.addEventListener('visibilitychange', seen)
  return () => {
    clearInterval(timer)
    window.removeEventListener('offline', offline)
    window.removeEventListener('online', back)
    document.removeEventListener('visibilitychange', seen)
  }
}
