import { beforeEach, expect, it } from 'vitest'
import { caller } from '../../test/live-core.ts'
import type { Guest } from '../guests/guests.ts'
import { ConsoleTickets } from './console-tickets.ts'
import { seatOf } from './seat-of.ts'

const vm = { id: '11111111-1111-4111-8111-111111111111', host: 'h' }
const ann = { person: 'ann', session: 's1' }
let now = 0
let tickets: ConsoleTickets

beforeEach(() => {
  now = 1000
  tickets = new ConsoleTickets(10, () => now)
})

it('opens the VM that it was given for, once', () => {
  const ticket = tickets.issue({ ...ann, vm })
  expect(ticket).toMatch(/^[\w-]{43}$/)
  expect(tickets.redeem(ticket, ann)).toEqual(vm)
  expect(tickets.redeem(ticket, ann)).toBeNull()
})

it('lets one of many at the same time win', () => {
  const ticket = tickets.issue({ ...ann, vm })
  const wins = Array.from({ length: 20 }, () => tickets.redeem(ticket, ann)).filter(won => won !== null)
  expect(wins).toHaveLength(1)
})

it('is good for 30 s', () => {
  const [early, late] = [tickets.issue({ ...ann, vm }), tickets.issue({ ...ann, vm })]
  now += 30_000
  expect(tickets.redeem(early, ann)).toEqual(vm)
  now += 1
  expect(tickets.redeem(late, ann)).toBeNull()
})

it.each([
  ['another session of the same person', { person: 'ann', session: 's2' }],
  ['another person', { person: 'bob', session: 's1' }],
])('is spent and worthless in the hands of %s', (_, thief) => {
  const ticket = tickets.issue({ ...ann, vm })
  expect(tickets.redeem(ticket, thief)).toBeNull()
  expect(tickets.redeem(ticket, ann)).toBeNull()
})

it('gives a person 120 tickets in a minute, and says when there are more', () => {
  for (let n = 0; n < 120; n++, now += 100) tickets.issue({ ...ann, vm })
  const refusal = { code: 'TOO_MANY', data: { retryAfter: 48 } }
  expect(() => tickets.issue({ ...ann, vm })).toThrow(expect.objectContaining(refusal))
  tickets.issue({ person: 'bob', session: 's3', vm })
  now += 48_000
  tickets.issue({ ...ann, vm })
})

it('gives more to those who may have more consoles open: four for each in a minute', () => {
  tickets = new ConsoleTickets(100, () => now)
  for (let n = 0; n < 400; n++) tickets.issue({ ...ann, vm })
  expect(() => tickets.issue({ ...ann, vm })).toThrow(expect.objectContaining({ code: 'TOO_MANY' }))
})

it('keeps no ticket as it was given out', () => {
  const ticket = tickets.issue({ ...ann, vm })
  expect(JSON.stringify(tickets, (_, value) => (value instanceof Map ? [...value] : value))).not.toContain(ticket)
})

it('gives a guest two seats, and all guests no more than half of those at a VM', () => {
  const [max, ...others] = ['max', 'mia', 'mo', 'mel', 'mic'].map(visit => {
    const { person } = seatOf({ ...caller(), guest: { visit, name: visit } as Guest })
    return person
  })
  const take = (person = '') => tickets.seats.take(person, vm)
  const leave = [take(max), take(max)]
  expect(() => take(max)).toThrow(/You have 2 consoles/)
  for (const other of others.slice(0, 3)) {
    take(other)
    take(other)
  }
  expect(() => take(others[3])).toThrow(/Guests have 8 consoles/)
  for (let n = 0; n < 8; n++) take('ann')
  expect(() => take('bob')).toThrow(/16 consoles/)
  leave[0]?.()
  take(others[3])
})

it('gives seats: ten to a person, sixteen to a VM, and takes them back once', () => {
  const leave = Array.from({ length: 10 }, () => tickets.seats.take('ann', vm))
  expect(() => tickets.seats.take('ann', vm)).toThrow(expect.objectContaining({ code: 'TOO_MANY' }))
  for (let n = 0; n < 6; n++) tickets.seats.take('bob', vm)
  expect(() => tickets.seats.take('cid', vm)).toThrow(expect.objectContaining({ code: 'TOO_MANY' }))
  leave[0]?.()
  leave[0]?.()
  tickets.seats.take('ann', vm)
  expect(() => tickets.seats.check('ann', { ...vm, host: 'other' })).toThrow(/10 consoles/)
})
