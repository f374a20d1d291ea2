import { useEffect, useRef, useState } from 'react'
import { consoleTexts } from '../../texts/console-texts.ts'
import type { ConsoleLink } from '../console-link.ts'
import { type LayoutName, loadLayout } from './layouts.ts'
import { strokesOf, typeText } from './type-text.ts'

const pausesMs = { usual: 25, slow: 120 }

interface Wanted {
  readonly text: string
  readonly layout: LayoutName
  readonly slow: boolean
  readonly secret: boolean
}

const words = consoleTexts.typing

/** Types texts into the guest, one at a time, until they are typed, stopped or lose the connection. */
export function useTypeText(link: ConsoleLink) {
  const [typing, setTyping] = useState<{ done: number; of: number } | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  /** True when all of it was typed. */
  const type = async ({ text, layout, slow, secret }: Wanted): Promise<boolean> => {
    const giveUp = new AbortController()
    abort.current = giveUp
    setSaid(null)
    setMissing(null)
    const keyboard = await loadLayout(layout).catch(() => null)
    if (keyboard === null) {
      setSaid(words.notLoaded)
      return false
    }
    const found = strokesOf(text, keyboard)
    if ('missing' in found) {
      setMissing(secret ? words.missingSecret : words.missing(found.missing))
      return false
    }
    const of = found.strokes.length
    setTyping({ done: 0, of })
    const done = await typeText(found.strokes, {
      send: ({ keysym, code }, down) => link.send(keysym, code, down),
      pauseMs: slow ? pausesMs.slow : pausesMs.usual,
      signal: giveUp.signal,
      progress: done => setTyping({ done, of }),
    })
    setTyping(null)
    setSaid(done === of ? words.typed(of) : words.stopped(done, of))
    return done === of
  }
  return { typing, said, missing, type, stop: () => abort.current?.abort() }
}
