import type { Routes } from '../routes.ts'
import { beginMyTwoFactor } from './begin-my-two-factor.ts'
import { changeMyPassword } from './change-my-password.ts'
import { confirmMyTwoFactor } from './confirm-my-two-factor.ts'
import { createMyToken } from './create-my-token.ts'
import { endMySession } from './end-my-session.ts'
import { endMyTwoFactor } from './end-my-two-factor.ts'
import { getMyTwoFactor } from './get-my-two-factor.ts'
import { listMySessions } from './list-my-sessions.ts'
import { listMyTokens } from './list-my-tokens.ts'
import { listMyViews } from './list-my-views.ts'
import { removeMyView } from './remove-my-view.ts'
import { renewMyRecoveryCodes } from './renew-my-recovery-codes.ts'
import { revokeMyToken } from './revoke-my-token.ts'
import { saveMyView } from './save-my-view.ts'

export const accountRoutes: Routes['account'] = {
  listMySessions,
  endMySession,
  changeMyPassword,
  getMyTwoFactor,
  beginMyTwoFactor,
  confirmMyTwoFactor,
  endMyTwoFactor,
  renewMyRecoveryCodes,
  listMyTokens,
  createMyToken,
  revokeMyToken,
  listMyViews,
  saveMyView,
  removeMyView,
}
