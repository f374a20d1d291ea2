import type { BetterAuthOptions } from 'better-auth/minimal'
import { betterAuthOptions } from './better-auth.ts'
import { type Claims, providerOf } from './provider.ts'

interface Provider extends Omit<Parameters<typeof providerOf>[0], 'onClaims'> {
  readonly base: Parameters<typeof betterAuthOptions>[0]
  /** Called before there is a session, which there will not be if it fails. */
  readonly letIn: (person: string, claims: Claims) => Promise<void>
}

/**
 * better-auth with the provider as it is set now: one is made for each sign-in, so that none outlives a change of the
 * settings.
 */
export function providerOptions({ base, letIn, ...provider }: Provider) {
  const options = betterAuthOptions(base)
  let claims: Claims = {}
  return {
    ...options,
    // Somebody new has nothing but what the provider's groups give.
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'none' } } },
    account: {
      storeStateStrategy: 'cookie',
      updateAccountOnSignIn: false,
      // Whoever an administrator added is the same person at the provider, if it has verified that address.
      accountLinking: { requireLocalEmailVerified: false },
    },
    databaseHooks: {
      // The provider's tokens are of no use here, and would be secrets to keep.
      account: {
        create: {
          before: async account => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
      session: { create: { before: async ({ userId }) => letIn(userId, claims) } },
    },
    plugins: [
      {
        id: 'porthole-provider',
        init: () => ({
          context: {
            socialProviders: [
              providerOf({
                ...provider,
                onClaims: said => {
                  claims = said
                },
              }),
            ],
          },
        }),
      },
    ],
  } satisfies BetterAuthOptions
}
