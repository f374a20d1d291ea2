import type { Routes } from '../routes.ts'
import { addMyPasskey } from './add-my-passkey.ts'
import { beginMyPasskey } from './begin-my-passkey.ts'
import { beginMyTwoFactor } from './begin-my-two-factor.ts'
import { changeMyPassword } from './change-my-password.ts'
import { confirmMyTwoFactor } from './confirm-my-two-factor.ts'
import { createMyToken } from './create-my-token.ts'
import { endMySession } from './end-my-session.ts'
import { endMyTwoFactor } from './end-my-two-factor.ts'
import { getMyTwoFactor } from './get-my-two-factor.ts'
import { listMyPasskeys } from './list-my-passkeys.ts'
import { listMySessions } from './list-my-sessions.ts'
import { listMyTokens } from './list-my-tokens.ts'
import { listMyViews } from './list-my-views.ts'
import { removeMyPasskey } from './remove-my-passkey.ts'
import { removeMyView } from './remove-my-view.ts'
import { renameMyPasskey } from './rename-my-passkey.ts'
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
  listMyPasskeys,
  beginMyPasskey,
  addMyPasskey,
  renameMyPasskey,
  removeMyPasskey,
  listMyTokens,
  createMyToken,
  revokeMyToken,
  listMyViews,
  saveMyView,
  removeMyView,
}
