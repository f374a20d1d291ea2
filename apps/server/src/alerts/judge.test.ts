import { describe, expect, it } from 'vitest'
import type { RuleRecord } from './alert-record.ts'
import { judge, over } from './judge.ts'

const rule: RuleRecord = {
  ...{ id: 'rule', name: 'CPU', on: { kind: 'everything' }, figure: 'cpu', side: 'above', threshold: 80 },
  ...{ clearsAt: 60, seconds: 60, severity: 'warning', enabled: true },
}
const at = (seconds: number) => new Date(1_000_000 + seconds * 1000)
const pending = { state: 'pending', since: at(0), value: 90 } as const
const firing = { state: 'firing', since: at(0), value: 90 } as const

describe('above 80 for a minute, until below 60', () => {
  it('says nothing of a figure that is well, also exactly at the threshold', () => {
    expect(judge(rule, undefined, { value: 80 }, at(0))).toBeNull()
  })

  it('waits first, and fires when it held for as long', () => {
    expect(judge(rule, undefined, { value: 81 }, at(0))).toEqual({ to: 'pending', since: at(0), value: 81 })
    expect(judge(rule, pending, { value: 90 }, at(59))).toMatchObject({ to: 'stays' })
    expect(judge(rule, pending, { value: 90 }, at(60))).toEqual({ to: 'firing', since: at(0), value: 90 })
  })

  it('begins anew when the figure went back in between', () => {
    expect(judge(rule, pending, { value: 79 }, at(30))).toEqual({ to: 'dropped' })
  })

  it('ends not at the threshold but at where it clears', () => {
    expect(judge(rule, firing, { value: 70 }, at(90))).toMatchObject({ to: 'stays', measured: true })
    expect(judge(rule, firing, { value: 60 }, at(90))).toEqual({ to: 'resolved', end: 'cleared', value: 60 })
  })

  it('takes what can not be measured for neither well nor ill', () => {
    expect(judge(rule, undefined, { unknown: true }, at(0))).toBeNull()
    expect(judge(rule, pending, { unknown: true }, at(999))).toEqual({ to: 'stays', measured: false, value: 90 })
    expect(judge(rule, firing, { unknown: true }, at(999))).toEqual({ to: 'stays', measured: false, value: 90 })
  })

  it('ends with its object, and is forgotten where it never fired', () => {
    expect(judge(rule, firing, { none: 'off' }, at(90))).toEqual({ to: 'resolved', end: 'off', value: 90 })
    expect(judge(rule, pending, { none: 'gone' }, at(30))).toEqual({ to: 'dropped' })
    expect(over(firing, 'rule')).toMatchObject({ to: 'resolved', end: 'rule' })
  })
})

it('watches for less, too, and clears at the threshold where nothing else is said', () => {
  const below: RuleRecord = { ...rule, side: 'below', threshold: 5, clearsAt: null, seconds: 0 }
  expect(judge(below, undefined, { value: 4 }, at(0))).toMatchObject({ to: 'firing' })
  expect(judge(below, firing, { value: 4.9 }, at(1))).toMatchObject({ to: 'stays' })
  expect(judge(below, firing, { value: 5 }, at(1))).toMatchObject({ to: 'resolved' })
})

it('counts a fact from when it became one', () => {
  const away: RuleRecord = { ...rule, figure: 'host-away', threshold: null, clearsAt: null, seconds: 120 }
  expect(judge(away, undefined, { value: 1, since: at(0) }, at(119))).toMatchObject({ to: 'pending', since: at(0) })
  expect(judge(away, undefined, { value: 1, since: at(0) }, at(120))).toMatchObject({ to: 'firing', since: at(0) })
  expect(judge(away, firing, { value: 0 }, at(121))).toMatchObject({ to: 'resolved', end: 'cleared' })
})
