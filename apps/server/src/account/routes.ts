import type { Routes } from '../routes.ts'
import { changeMyPassword } from './change-my-password.ts'
import { createMyToken } from './create-my-token.ts'
import { endMySession } from './end-my-session.ts'
import { listMySessions } from './list-my-sessions.ts'
import { listMyTokens } from './list-my-tokens.ts'
import { revokeMyToken } from './revoke-my-token.ts'

export const accountRoutes: Routes['account'] = {
  listMySessions,
  endMySession,
  changeMyPassword,
  listMyTokens,
  createMyToken,
  revokeMyToken,
}
