import { type Alert, type AlertFigure, alertFigures } from '@porthole/contract'
import { alertTexts as words } from '../texts/en-alerts.ts'
import { perCent, rateOf } from '../texts/format.ts'

/** A figure's value as people read it. */
export function figureValue(figure: AlertFigure, value: number): string {
  return alertFigures[figure].unit === 'bytes' ? rateOf(value) : perCent(value)
}

/** "CPU 93 %, above 80 %"; of a fact, the fact. */
export function conditionOf({ figure, side, threshold, value }: Alert): string {
  const word = words.figures[figure]
  if (threshold === null) return word
  return words[side](word, value === null ? '' : figureValue(figure, value), figureValue(figure, threshold))
}

/** Somebody knows of it, so that it need not call for attention. */
export function isKnown({ acknowledged }: Alert, now: number): boolean {
  return acknowledged !== null && (acknowledged.until === null || Date.parse(acknowledged.until) > now)
}
