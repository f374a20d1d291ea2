/** So many at a time leave the next frame its time. */
const atOnce = 4
/** A browser that never rests does it all the same, ms. */
const patienceMs = 250

const waiting = new Set<() => void>()
let asked = false

/** Calls back when the browser has nothing else to do, the first who asked first; the answer takes that back. */
export function whenIdle(act: () => void): () => void {
  waiting.add(act)
  ask()
  return () => waiting.delete(act)
}

function ask(): void {
  if (asked || waiting.size === 0) return
  asked = true
  if ('requestIdleCallback' in window) requestIdleCallback(some, { timeout: patienceMs })
  else setTimeout(some, patienceMs / 5)
}

function some(): void {
  asked = false
  for (const act of [...waiting].slice(0, atOnce)) {
    waiting.delete(act)
    act()
  }
  ask()
}
