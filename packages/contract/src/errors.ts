import * as z from 'zod/mini'

/**
 * Every way a request can fail: its HTTP status and the sentence a person reads when the thrower has none that
 * says more. The list is closed: what is not named here leaves the server as INTERNAL, without its text.
 */
export const errorCodes = {
  BAD_INPUT: { status: 400, sentence: 'Some of what was entered can not be used: see the marked fields.' },
  NOT_SIGNED_IN: { status: 401, sentence: 'Sign in first.' },
  WRONG_CREDENTIALS: { status: 401, sentence: 'E-mail address or password is wrong.' },
  CODE_NEEDED: { status: 401, sentence: 'Give the code that your app shows, or one of your recovery codes.' },
  WRONG_CODE: { status: 401, sentence: 'This code is wrong, or was used already: wait for the next one.' },
  PASSKEY_REFUSED: { status: 401, sentence: 'This passkey is not known here: sign in with your password.' },
  NOT_ALLOWED: { status: 403, sentence: 'You lack the permission for this; an administrator can grant it.' },
  FOREIGN_ORIGIN: { status: 403, sentence: 'This request came from another web site and was refused.' },
  SETUP_LINK_INVALID: {
    status: 403,
    sentence: 'This setup link is not valid: use the one in the log of the running server.',
  },
  SIGN_ON_REFUSED: { status: 403, sentence: 'The provider does not let you in here: ask an administrator.' },
  SIGN_ON_FAILED: {
    status: 502,
    sentence: 'The provider’s answer can not be trusted or understood; the server’s log says why.',
  },
  INVITATION_INVALID: {
    status: 403,
    sentence: 'This invitation was used, taken back or has expired: ask for a new one.',
  },
  GUEST_LINK_INVALID: {
    status: 403,
    sentence: 'This link has expired, was used up or was taken back: ask for a new one.',
  },
  NOT_FOUND: { status: 404, sentence: 'There is no such thing, or you may not see it.' },
  WRONG_STATE: { status: 409, sentence: 'The VM is not in a state that allows this.' },
  NAME_TAKEN: { status: 409, sentence: 'That name is taken: choose another.' },
  IN_USE: { status: 409, sentence: 'It is in use: stop what uses it first.' },
  MEDIA_MISSING: { status: 409, sentence: 'A file that the VM needs is gone: choose another or put it back.' },
  KVM_UNUSABLE: {
    status: 409,
    sentence: 'KVM can not be used on this host: choose emulation (TCG), or give libvirt access to /dev/kvm.',
  },
  NO_CONSOLE: { status: 409, sentence: 'This VM has no VNC display to show.' },
  NO_PICTURE: { status: 409, sentence: 'There is no picture of this VM now.' },
  NOT_RECORDED: {
    status: 409,
    sentence: 'This console must be recorded, and it can not be recorded now: an administrator should look at the log.',
  },
  NO_SPACE: { status: 507, sentence: 'The storage has no room for this: free some, or choose another pool.' },
  TOO_MANY: { status: 429, sentence: 'Too many attempts: wait a minute and try again.' },
  HOST_AWAY: { status: 503, sentence: 'The host does not answer: check that it is up and that libvirtd runs.' },
  HOST_REFUSED: {
    status: 502,
    sentence: 'The host refuses the connection: check that Porthole may use its libvirt socket.',
  },
  HOST_SLOW: { status: 504, sentence: 'The host did not answer in time; what was asked may still happen.' },
  NOT_SUPPORTED: { status: 501, sentence: 'The libvirt of this host can not do this.' },
  LIBVIRT_FAILED: { status: 502, sentence: 'libvirt could not do this.' },
  DATABASE_AWAY: { status: 503, sentence: 'The database does not answer: nothing was changed; try again.' },
  STOPPING: { status: 503, sentence: 'The server is stopping: try again in a moment.' },
  INTERNAL: { status: 500, sentence: 'Something went wrong in the server; its log has the details.' },
} as const

export type ErrorCode = keyof typeof errorCodes

/** What a failed request carries beside code, status and sentence. */
export const ErrorData = z.object({
  /** The fields that can not be used, each with its own sentence. */
  issues: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  /** The permission that is missing. */
  permission: z.optional(z.string()),
  /** libvirt's own words, for the person who knows libvirt. */
  libvirt: z.optional(
    z.object({ code: z.number(), domain: z.number(), level: z.number(), message: z.string(), procedure: z.string() }),
  ),
  /** With CODE_NEEDED: the passkeys that do in place of the code, as WebAuthn wants them named. */
  passkeys: z.optional(z.array(z.object({ id: z.string(), transports: z.array(z.string()) }))),
  /** Seconds to wait before it is worth trying again. */
  retryAfter: z.optional(z.number()),
})
export type ErrorData = z.infer<typeof ErrorData>

type ErrorMap = {
  [C in ErrorCode]: { status: number; message: string; data: z.ZodMiniOptional<typeof ErrorData> }
}

/** The same list in the form that oRPC wants it: every entry can fail in every way. */
export const errorMap = Object.fromEntries(
  Object.entries(errorCodes).map(([code, { status, sentence }]) => [
    code,
    { status, message: sentence, data: z.optional(ErrorData) },
  ]),
) as ErrorMap

/** A failure that is a lasting fact about an object (a host that is away), not the answer to a request. */
export const Problem = z.object({ code: z.string(), message: z.string() })
export type Problem = z.infer<typeof Problem>
