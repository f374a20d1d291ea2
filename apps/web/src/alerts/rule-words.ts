import type { AlertRuleInfo } from '@porthole/contract'
import { accessTexts } from '../texts/access-texts.ts'
import { alertTexts } from '../texts/en-alerts.ts'
import { figureValue } from './words.ts'

const words = alertTexts.rules

/** "CPU above 80 %". */
export function limitOf({ figure, side, threshold }: AlertRuleInfo): string {
  const word = alertTexts.figures[figure]
  return threshold === null ? word : `${word} ${words.sides[side]} ${figureValue(figure, threshold)}`
}

/** "for 5 minutes"; nothing where it is told of at once. */
export function durationOf({ seconds }: AlertRuleInfo): string {
  if (seconds === 0) return ''
  return words.for(seconds % 60 === 0 ? words.minutesOf(seconds / 60) : words.seconds(seconds))
}

export function placeOfRule({ on, where }: AlertRuleInfo): string {
  return on.kind === 'everything' ? words.everything : `${accessTexts.kindWords[on.kind]} ${where ?? words.gone}`
}
