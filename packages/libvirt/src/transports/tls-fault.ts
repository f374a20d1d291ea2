import { TransportError, type TransportReason } from '../errors.ts'
import { type TcpTarget, written } from './tcp.ts'

type Words = (host: string, error: Error) => [TransportReason, string]

const wrongCa: Words = host => [
  'certificate',
  `The certificate of ${host} was signed by another CA than ours. Give the CA that signed it, or find out who answers there.`,
]

/** By what Node and OpenSSL call it: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const byCode: Readonly<Record<string, Words>> = {
  UNABLE_TO_GET_ISSUER_CERT: wrongCa,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: wrongCa,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: wrongCa,
  CERT_SIGNATURE_FAILURE: wrongCa,
  SELF_SIGNED_CERT_IN_CHAIN: wrongCa,
  DEPTH_ZERO_SELF_SIGNED_CERT: host => [
    'certificate',
    `${host} shows a certificate that it signed itself. Give it one that the CA signed.`,
  ],
  CERT_HAS_EXPIRED: host => ['certificate', `The certificate of ${host}, or of its CA, has expired. Make a new one.`],
  CERT_NOT_YET_VALID: host => [
    'certificate',
    `The certificate of ${host} is not valid yet. Set the clocks of both machines right, or make a new one.`,
  ],
  CERT_REVOKED: host => ['certificate', `The CA took the certificate of ${host} back. Give the host a new one.`],
  ERR_TLS_CERT_ALTNAME_INVALID: (host, error) => [
    'name',
    `The certificate of ${host} is made out to others (${names(error)}). Use a name that is in it, or make one for this name.`,
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  ERR_SSL_HTTP_REQUEST: noTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: tooOld,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: tooOld,
}

/** Why a TLS handshake failed. */
export function hostUntrusted(
  address: TcpTarget,
  cause: NodeJS.ErrnoException,
  ownCertificate: boolean,
): TransportError {
  const host = written(address)
  const words = byCode[cause.code ?? '']
  if (words) return new TransportError(...words(host, cause), { cause })
  if (isAlert(cause)) return hostRefused(address, cause, ownCertificate)
  if (cause.code === 'ECONNRESET') {
    const what = `${host} closed the connection during the TLS handshake.`
    return new TransportError('failed', `${what} See the log of libvirtd there, and whether TLS is what listens.`, {
      cause,
    })
  }
  const what = `The certificate of ${host} cannot be trusted: ${cause.message}.`
  return new TransportError('certificate', `${what} Make a new one with the CA.`, { cause })
}

/** Why a host ended the connection after a good handshake, before it said that we may come in. */
export function hostRefused(address: TcpTarget, cause: Error | null, ownCertificate: boolean): TransportError {
  const host = written(address)
  const why = ownCertificate
    ? `${host} refused our client certificate: it must be valid, come from the host's CA, and be allowed by tls_allowed_dn_list there.`
    : `${host} wants a client certificate and we have none: put clientcert.pem and clientkey.pem where cacert.pem is looked for.`
  return new TransportError('client-certificate', why, cause === null ? undefined : { cause })
}

function noTls(host: string): [TransportReason, string] {
  return ['failed', `What listens on ${host} does not speak TLS: correct the port, or say tcp where that is meant.`]
}

function tooOld(host: string): [TransportReason, string] {
  return ['failed', `${host} speaks only versions of TLS before 1.2: update it.`]
}

const isAlert = ({ code = '' }: NodeJS.ErrnoException): boolean => /^ERR_SSL_.*ALERT/.test(code)

function names(error: Error): string {
  const { cert } = error as Error & { cert?: { subjectaltname?: string; subject?: { CN?: string } } }
  const said = cert?.subjectaltname ?? cert?.subject?.CN ?? 'no name'
  // It is theirs: no more of it than a line holds.
  return said.replace(/[^\p{L}\p{N}\p{P} ]/gu, ' ').slice(0, 200)
}
