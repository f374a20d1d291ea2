import type { Routes } from '../routes.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { beginPasskey } from './begin-passkey.ts'
import { beginSignOn } from './begin-sign-on.ts'
import { finishSignOn } from './finish-sign-on.ts'
import { getSession } from './get-session.ts'
import { setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { signInByPasskey } from './sign-in-by-passkey.ts'
import { signOut } from './sign-out.ts'

export const sessionRoutes: Routes['session'] = {
  getSession,
  setUp,
  acceptInvitation,
  signIn,
  beginPasskey,
  signInByPasskey,
  beginSignOn,
  finishSignOn,
  signOut,
}
