import type { Permission } from '@porthole/contract'
import { createContext, use } from 'react'

export interface Session {
  readonly person: { readonly name: string; readonly email: string; readonly can: readonly Permission[] }
  readonly version: string
}

export const SessionContext = createContext<Session | null>(null)

/** Who is signed in. Only pages behind the gate may ask. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('SessionGate stands around every page that needs a person')
  return session
}
