import * as z from 'zod/mini'

/** Bytes as WebAuthn's JSON has them: base64url. */
const bytes = (most: number) => z.string().check(z.regex(/^[\w-]+$/), z.maxLength(most))

const proof = {
  id: bytes(1400),
  rawId: bytes(1400),
  type: z.literal('public-key'),
}

/** What a browser makes of a passkey to sign in by it: an AuthenticationResponseJSON of WebAuthn. */
export const PasskeyProof = z.object({
  ...proof,
  response: z.object({
    clientDataJSON: bytes(4096),
    authenticatorData: bytes(4096),
    signature: bytes(4096),
    userHandle: z.optional(bytes(256)),
  }),
})
export type PasskeyProof = z.infer<typeof PasskeyProof>

/** What a browser says of a passkey that it just made: a RegistrationResponseJSON of WebAuthn. */
export const NewPasskeyProof = z.object({
  ...proof,
  response: z.object({
    clientDataJSON: bytes(4096),
    attestationObject: bytes(16_384),
    transports: z.optional(z.array(z.string().check(z.regex(/^[a-z-]{1,20}$/))).check(z.maxLength(10))),
  }),
})
export type NewPasskeyProof = z.infer<typeof NewPasskeyProof>

/** What `navigator.credentials` is asked with, in WebAuthn's own JSON. */
export const PasskeyQuestion = z.object({ options: z.record(z.string(), z.unknown()) })
export type PasskeyQuestion = z.infer<typeof PasskeyQuestion>

export const MyPasskey = z.object({
  id: z.string(),
  name: z.string(),
  /** Its maker keeps copies of it on other devices of its owner. */
  synced: z.boolean(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.nullable(z.iso.datetime()),
})
export type MyPasskey = z.infer<typeof MyPasskey>
