import { client } from '../api/client.ts'
import { keyOf, type VmKey } from '../api/vm-key.ts'

/** A ticket is good for 30 s at the server; we leave some for the way. */
const goodMs = 20_000

interface Ticket {
  readonly at: number
  readonly ticket: Promise<string>
}
const tickets = new Map<string, Ticket>()

/** noVNC and what we add to it, loaded apart from the pages; asked for early wherever a console is a click away. */
export function loadNoVnc() {
  return import('./guest-rfb.ts').then(module => module.GuestRfb)
}

async function askTicket({ id, host }: VmKey): Promise<string> {
  return (await client.consoles.openConsole({ id, host })).ticket
}

/** The console is about to open: the code and the ticket come while the page still changes. */
export function warmConsole(vm: VmKey): void {
  loadNoVnc().catch(() => {})
  const ticket = askTicket(vm)
  ticket.catch(() => tickets.delete(keyOf(vm)))
  tickets.set(keyOf(vm), { at: Date.now(), ticket })
}

/** The ticket asked for early, if it is still good, or a new one. Each is given out once. */
export function takeTicket(vm: VmKey): Promise<string> {
  const early = tickets.get(keyOf(vm))
  tickets.delete(keyOf(vm))
  return early && Date.now() - early.at < goodMs ? early.ticket : askTicket(vm)
}
