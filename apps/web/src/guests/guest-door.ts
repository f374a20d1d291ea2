import { guestConsolePath } from '@porthole/contract'
import { client } from '../api/client.ts'
import type { ConsoleDoor } from '../console/console-door.ts'

/** A guest's way to the console of a link. */
export function guestDoor(link: string): ConsoleDoor {
  return {
    path: `${guestConsolePath}?link=${encodeURIComponent(link)}`,
    ticket: async () => (await client.guests.openGuestConsole({ link })).ticket,
  }
}
