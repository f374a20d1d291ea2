/** A tab needs one; nobody has more tabs than this. */
const mostPerPerson = 100

/** How many event sockets each person has open: every change is sent to each of them. */
export class EventSeats {
  readonly #perPerson = new Map<string, number>()

  /** Takes a seat, and answers with what gives it back; null when none is free. */
  take(person: string): (() => void) | null {
    const taken = this.#perPerson.get(person) ?? 0
    if (taken >= mostPerPerson) return null
    this.#perPerson.set(person, taken + 1)
    return () => {
      const left = (this.#perPerson.get(person) ?? 1) - 1
      if (left === 0) this.#perPerson.delete(person)
      else this.#perPerson.set(person, left)
    }
  }
}
