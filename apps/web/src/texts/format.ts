import { locale, texts } from './texts.ts'

const clockFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const dayFormat = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const exactFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' })
const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })

/** "14:02", with the day when it was not today. */
export function clock(iso: string): string {
  const date = new Date(iso)
  const today = date.toDateString() === new Date().toDateString()
  return (today ? clockFormat : dayFormat).format(date)
}

const dayOnlyFormat = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const secondsFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** "Wednesday 25 November 2026". */
export function day(iso: string): string {
  return dayOnlyFormat.format(new Date(iso))
}

/** "14:02:31". */
export function timeOfDay(iso: string): string {
  return secondsFormat.format(new Date(iso))
}

/** The exact time, for whoever hovers. */
export function exactTime(iso: string): string {
  return exactFormat.format(new Date(iso))
}

/** "40 s", "12 min", "3 h", "5 d": how long ago, in one unit. */
export function ago(iso: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000))
  if (seconds < 10) return texts.units.now
  if (seconds < 60) return texts.units.seconds(seconds - (seconds % 10))
  if (seconds < 3600) return texts.units.minutes(Math.floor(seconds / 60))
  if (seconds < 86_400) return texts.units.hours(Math.floor(seconds / 3600))
  return texts.units.days(Math.floor(seconds / 86_400))
}

const binaryUnits = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** "512 MiB", "1.5 GiB": the largest unit that leaves at least 1. */
export function sizeOfKiB(kib: number): string {
  let unit = 0
  let value = kib
  while (value >= 1024 && unit < binaryUnits.length - 1) {
    value /= 1024
    unit++
  }
  return `${(value >= 100 ? whole : oneDigit).format(value)} ${binaryUnits[unit]}`
}

export function sizeOfBytes(bytes: number): string {
  return sizeOfKiB(bytes / 1024)
}

/** "640 B/s", "1.5 MiB/s". */
export function rateOf(bytes: number): string {
  return `${bytes < 1024 ? `${whole.format(bytes)} B` : sizeOfBytes(bytes)}/s`
}

export function perCent(value: number): string {
  return `${whole.format(value)} %`
}
