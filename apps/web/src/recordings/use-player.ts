import type { RecordingIndex } from '@porthole/contract'
import { useEffect, useRef, useState } from 'react'
import { skipIdle, type Track } from './track.ts'

export interface Player {
  readonly at: number
  readonly playing: boolean
  readonly speed: number
  readonly skips: boolean
  readonly state: 'loading' | 'ready' | 'failed'
  toggle(): void
  seek(at: number): void
  setSpeed(speed: number): void
  setSkips(skips: boolean): void
}

/** A hidden tab gets no frames, and a slow one few: more than that is not made up for, ms. */
const longestStepMs = 500

/** Moves a track through its time. */
export function usePlayer(index: RecordingIndex, track: Track | null): Player {
  const [at, setAt] = useState(0)
  const [playing, setPlaying] = useState(true)
  const [speed, setSpeed] = useState(1)
  const [skips, setSkips] = useState(true)
  const [state, setState] = useState<Player['state']>('loading')
  const wanted = useRef(0)
  const asked = useRef(0)

  useEffect(() => {
    if (!track) return
    const { length, moving } = index
    let frame = 0
    let last = performance.now()
    let busy = false
    let shown = -1
    const step = (now: number) => {
      const passed = Math.min(now - last, longestStepMs)
      last = now
      frame = requestAnimationFrame(step)
      if (busy) return
      if (playing && shown >= 0) {
        const next = wanted.current + passed * speed
        wanted.current = Math.min(length, skips ? skipIdle(next, moving, length) : next)
        if (wanted.current >= length) setPlaying(false)
      }
      if (wanted.current === shown && asked.current === 0) return
      asked.current = 0
      const target = wanted.current
      busy = true
      track.show(target).then(
        () => {
          shown = target
          busy = false
          setState('ready')
          setAt(target)
        },
        () => {
          // Tried again when it is asked for.
          shown = target
          busy = false
          setPlaying(false)
          setState('failed')
        },
      )
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [index, track, playing, speed, skips])

  return {
    ...{ at, playing, speed, skips, state, setSpeed, setSkips },
    toggle() {
      if (!playing && wanted.current >= index.length) wanted.current = 0
      setPlaying(!playing)
    },
    seek(to) {
      wanted.current = Math.max(0, Math.min(index.length, to))
      asked.current = 1
      setAt(wanted.current)
    },
  }
}
