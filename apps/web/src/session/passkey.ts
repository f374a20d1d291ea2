import type { NewPasskeyProof, PasskeyProof, PasskeyQuestion } from '@porthole/contract'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { failureOf } from '../api/failure.ts'
import { passkeyTexts } from '../texts/passkey-texts.ts'

/** The browser's part; few visits need it. */
const browser = () => import('@simplewebauthn/browser')

type Options = PasskeyQuestion['options']

/** Has the browser ask for a passkey of this address. */
export async function askForPasskey(options: Options): Promise<PasskeyProof> {
  const { startAuthentication } = await browser()
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
  const { id, rawId, type, response } = await startAuthentication({ optionsJSON })
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return { id, rawId, type, response: { clientDataJSON, authenticatorData, signature, userHandle } }
}

/** Has the browser make one. */
export async function makePasskey(options: Options): Promise<NewPasskeyProof> {
  const { startRegistration } = await browser()
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  const { id, rawId, type, response } = await startRegistration({ optionsJSON })
  const { clientDataJSON, attestationObject, transports } = response
  return { id, rawId, type, response: { clientDataJSON, attestationObject, transports } }
}

/** What the browser, or the server, had against it. */
export function passkeyFailure(error: Error, to: 'use' | 'make'): string {
  if (error.name === 'InvalidStateError') return passkeyTexts.known
  if (error.name === 'NotAllowedError' || error.name === 'AbortError')
    return to === 'use' ? passkeyTexts.notGiven : passkeyTexts.notMade
  return 'PublicKeyCredential' in window ? failureOf(error).sentence : passkeyTexts.unsupported
}
