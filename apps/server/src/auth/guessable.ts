import { zxcvbn, zxcvbnOptions } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { Fault } from '../fault.ts'

/** Fewer guesses than this, as a power of ten, and a stolen hash is open within a day. */
const fewest = 8
/** Looking takes longer than linear time; what comes after these characters only makes it better. */
const looksAt = 32

zxcvbnOptions.setOptions({ dictionary, graphs: adjacencyGraphs })

/**
 * Refuses a password that stands on the lists of common ones, also with a few letters changed, or that is made of what
 * anybody knows of the person. @throws {Fault} BAD_INPUT
 */
export function refuseGuessable(password: string, known: readonly string[]): void {
  const words = [
    ...known.flatMap(text => [text, text.replace(/\s/g, ''), ...text.split(/[\s@.]+/)]),
    'porthole',
  ].filter(word => word.length > 2)
  if (zxcvbn(password.slice(0, looksAt), words).guessesLog10 >= fewest) return
  const message = 'This password is too easy to guess: take a few unrelated words instead.'
  throw new Fault('BAD_INPUT', message, { data: { issues: [{ path: 'password', message }] } })
}
