import type { Routes } from '../routes.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { beginSignOn } from './begin-sign-on.ts'
import { finishSignOn } from './finish-sign-on.ts'
import { getSession } from './get-session.ts'
import { setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

export const sessionRoutes: Routes['session'] = {
  getSession,
  setUp,
  acceptInvitation,
  signIn,
  beginSignOn,
  finishSignOn,
  signOut,
}
