import { createHash, randomBytes } from 'node:crypto'
import { Attempts } from '../auth/attempts.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import { ConsoleSeats } from './console-seats.ts'

/** Whom a ticket was given to, and for what. */
export interface TicketHolder<Vm extends VmOnHost = VmOnHost> {
  readonly person: string
  readonly session: string
  readonly vm: Vm
}

const goodForMs = 30_000
/** A wall of screens that comes back after a restart asks for dozens at once, and nobody for more than this. */
const mostInAMinute = 120
/** Whoever may have many consoles open may open all of them so often in a minute. */
const timesInAMinute = 4
/** Tickets that nobody used; more than this at once is an attack or a fault, and the oldest are dropped. */
const most = 10_000

/** Single-use tickets that open the WebSocket of one console. Kept hashed: a dump of memory opens nothing. */
export class ConsoleTickets<Vm extends VmOnHost = VmOnHost> {
  /** The consoles that are open: a ticket is given only where one more may be. */
  readonly seats: ConsoleSeats
  readonly #now: () => number
  readonly #given: Attempts
  readonly #mostInAMinute: number
  readonly #issued = new Map<string, { holder: TicketHolder<Vm>; until: number }>()

  /** `now` is a monotonic clock in ms: a ticket does not live longer because somebody set the time. */
  constructor(consolesPerPerson: number, now: () => number = () => performance.now()) {
    this.seats = new ConsoleSeats(consolesPerPerson)
    this.#now = now
    this.#given = new Attempts(now)
    this.#mostInAMinute = Math.max(mostInAMinute, timesInAMinute * consolesPerPerson)
  }

  /** @throws {Fault} TOO_MANY, with the time to wait, for a person who asks for tickets without end */
  issue(holder: TicketHolder<Vm>): string {
    this.#given.take(holder.person, this.#mostInAMinute)
    this.#sweep()
    const ticket = randomBytes(32).toString('base64url')
    this.#issued.set(digest(ticket), { holder, until: this.#now() + goodForMs })
    return ticket
  }

  /** The VM that the ticket opens, or null. Whoever shows a ticket has used it up, also one who may not use it. */
  redeem(ticket: string, by: { person: string; session: string }): Vm | null {
    const key = digest(ticket)
    const entry = this.#issued.get(key)
    if (entry === undefined) return null
    this.#issued.delete(key)
    const { holder, until } = entry
    const good = this.#now() <= until && holder.person === by.person && holder.session === by.session
    return good ? holder.vm : null
  }

  #sweep(): void {
    for (const [key, { until }] of this.#issued) {
      if (until >= this.#now() && this.#issued.size < most) return
      this.#issued.delete(key)
    }
  }
}

const digest = (ticket: string) => createHash('sha256').update(ticket).digest('base64')
