import type { Routes } from '../routes.ts'
import { changePersonRole } from './change-person-role.ts'
import { createInvitation } from './create-invitation.ts'
import { createPerson } from './create-person.ts'
import { listInvitations } from './list-invitations.ts'
import { listPeople } from './list-people.ts'
import { removePerson } from './remove-person.ts'
import { removeTwoFactor } from './remove-two-factor.ts'
import { revokeInvitation } from './revoke-invitation.ts'

export const peopleRoutes: Routes['people'] = {
  listPeople,
  createPerson,
  changePersonRole,
  removeTwoFactor,
  removePerson,
  listInvitations,
  createInvitation,
  revokeInvitation,
}
