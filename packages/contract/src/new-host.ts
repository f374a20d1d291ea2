import * as z from 'zod/mini'

export const HostName = z
  .string()
  .check(z.trim(), z.minLength(1, 'Give the host a name.'), z.maxLength(64, 'A name has at most 64 characters.'))

export const HostUri = z
  .string()
  .check(z.trim(), z.minLength(1, 'Give a libvirt URI, such as qemu:///system.'), z.maxLength(1024))

/** What stands in a certificate: a DNS name or an IP address, by which Porthole reaches the host. */
export const HostAddress = z
  .string()
  .check(
    z.trim(),
    z.maxLength(253),
    z.regex(
      /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/,
      'Give the host name or address, such as kvm-03.example.org or 10.0.0.3.',
    ),
  )

const Pem = z.string().check(z.trim(), z.maxLength(64 * 1024, 'That is too long for a PEM file.'))

/** What both sides of TLS show each other, in PEM. */
export const HostCertificates = z.object({
  /** Who must have signed the host's certificate. */
  ca: Pem.check(z.minLength(1, 'Give the certificate of the CA that signed the host’s certificate.')),
  /** Who Porthole is to the host, and its private key without a passphrase; both or neither. */
  cert: z.optional(Pem),
  key: z.optional(Pem),
})
export type HostCertificates = z.infer<typeof HostCertificates>

/** Where a host is and what getting there needs. */
export const HostPlace = z.object({
  uri: HostUri,
  /** Whoever asks knows that nothing on a TCP connection is encrypted, passwords neither. */
  plainTcp: z._default(z.boolean(), false),
  /** For TLS; without them those in the data folder serve. */
  certificates: z.optional(HostCertificates),
})
export type HostPlace = z.infer<typeof HostPlace>

export const hostSteps = [
  'name',
  'port',
  'host-key',
  'certificate',
  'authentication',
  'libvirt',
  'permissions',
] as const
export type HostStep = (typeof hostSteps)[number]

/** The fingerprint of an SSH key as ssh-keygen -l prints it. */
export const KeyFingerprint = z
  .string()
  .check(
    z.trim(),
    z.regex(
      /^SHA256:[A-Za-z0-9+/]{43}$/,
      'Give the fingerprint as ssh-keygen -l prints it: SHA256: and 43 characters.',
    ),
  )

/** How far one gets to a host. */
export const HostTest = z.object({
  steps: z.array(
    z.object({
      step: z.enum(hostSteps),
      /** `untried` because an earlier one failed. */
      state: z.enum(['ok', 'failed', 'untried']),
      /** What was found; where it failed, with what would help. */
      said: z.string(),
    }),
  ),
  /** Set where the host shows an SSH key that Porthole does not trust. */
  hostKey: z.nullable(
    z.object({
      type: z.string(),
      fingerprint: z.string(),
      /** Those that were approved for this host before; empty when it is new. */
      known: z.array(z.string()),
      revoked: z.boolean(),
    }),
  ),
})
export type HostTest = z.infer<typeof HostTest>
