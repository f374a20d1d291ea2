import type { FastifyInstance } from 'fastify'

/** For whatever is not a page: nothing may be loaded, run or framed. */
const closedPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The policy of a page whose own inline scripts have these hashes. */
export function pagePolicy(scriptHashes: readonly string[]): string {
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...scriptHashes.map(hash => `'sha256-${hash}'`)].join(' ')}`,
    // Mantine sizes its widgets by style attributes; a style can not run anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** On every answer, also on those that something goes wrong for. */
export function securityHeaders(https: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': closedPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

/** Set before anything else is done with a request, so that no answer can miss them; a page sets its own policy. */
export function addSecurityHeaders(server: FastifyInstance, https: boolean): void {
  const headers = securityHeaders(https)
  server.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
}
