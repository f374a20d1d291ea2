import { consolePath } from '@porthole/contract'
import type { VmKey } from '../api/vm-key.ts'
import { takeTicket } from './warm-console.ts'

/** A way to a console: where its WebSocket is, and what opens it. */
export interface ConsoleDoor {
  readonly path: string
  /** A new one each time: they are good once. */
  ticket(): Promise<string>
}

/** The way of whoever has signed in. */
export const vmDoor = (vm: VmKey): ConsoleDoor => ({ path: consolePath, ticket: () => takeTicket(vm) })
