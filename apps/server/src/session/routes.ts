import type { Routes } from '../routes.ts'
import { getSession } from './get-session.ts'
import { setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

export const sessionRoutes: Routes['session'] = { getSession, setUp, signIn, signOut }
