import type { Routes } from '../routes.ts'
import { createGuestLink } from './create-guest-link.ts'
import { enterByGuestLink } from './enter-by-guest-link.ts'
import { getGuestConsole } from './get-guest-console.ts'
import { listGuestLinks } from './list-guest-links.ts'
import { openGuestConsole } from './open-guest-console.ts'
import { revokeGuestLink } from './revoke-guest-link.ts'

export const guestsRoutes: Routes['guests'] = {
  listGuestLinks,
  createGuestLink,
  revokeGuestLink,
  enterByGuestLink,
  getGuestConsole,
  openGuestConsole,
}
