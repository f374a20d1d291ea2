import { Fault } from '../fault.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'

const mostPerVm = 16
const mostInAll = 1000
/** One, and the next while the one before hangs. */
const mostPerGuest = 2
/** Guests leave room for those who work here. */
const mostGuestsPerVm = mostPerVm / 2
/** What the names of those begin with who came by a link: see seatOf. */
const byLink = 'guest '

/** How many consoles are open: QEMU serves a display to few, and nobody needs a hundred. */
export class ConsoleSeats {
  readonly #perPerson = new Map<string, number>()
  readonly #perVm = new Map<string, number>()
  readonly #guestsPerVm = new Map<string, number>()
  readonly #mostPerPerson: number
  #inAll = 0

  constructor(mostPerPerson: number) {
    this.#mostPerPerson = mostPerPerson
  }

  /** @throws {Fault} TOO_MANY when no seat is free */
  check(person: string, vm: VmOnHost): void {
    const isGuest = person.startsWith(byLink)
    const most = isGuest ? Math.min(mostPerGuest, this.#mostPerPerson) : this.#mostPerPerson
    const full =
      (this.#perPerson.get(person) ?? 0) >= most
        ? `You have ${most} ${most === 1 ? 'console' : 'consoles'} open, the most at a time: close one first.`
        : (this.#perVm.get(key(vm)) ?? 0) >= mostPerVm
          ? `This VM has ${mostPerVm} consoles open, the most at a time: somebody must close one first.`
          : isGuest && (this.#guestsPerVm.get(key(vm)) ?? 0) >= mostGuestsPerVm
            ? `Guests have ${mostGuestsPerVm} consoles of this VM open, the most at a time: one of them must leave first.`
            : this.#inAll >= mostInAll
              ? 'The server has as many consoles open as it can: try again when some are closed.'
              : null
    if (full !== null) throw new Fault('TOO_MANY', full, { data: { retryAfter: 5 } })
  }

  /** Takes a seat; the answer gives it back. @throws {Fault} TOO_MANY */
  take(person: string, vm: VmOnHost): () => void {
    this.check(person, vm)
    const count = (step: 1 | -1) => {
      this.#inAll += step
      add(this.#perPerson, person, step)
      add(this.#perVm, key(vm), step)
      if (person.startsWith(byLink)) add(this.#guestsPerVm, key(vm), step)
    }
    count(1)
    let taken = true
    return () => {
      if (taken) count(-1)
      taken = false
    }
  }
}

const key = ({ host, id }: VmOnHost) => `${host} ${id}`

function add(counts: Map<string, number>, name: string, step: number): void {
  const count = (counts.get(name) ?? 0) + step
  if (count === 0) counts.delete(name)
  else counts.set(name, count)
}
