import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { ...curve, hash: 'SHA-256' } as const
const dayMs = 86_400_000
/** Certificates are valid from an hour ago: clocks of hosts differ. */
const earlierMs = 3_600_000
const authorityDays = 3650
const otherDays = 1825

/** A certificate with its private key, both in PEM. */
export interface Pair {
  readonly cert: string
  readonly key: string
}

/** A CA for the hosts of one installation. */
export async function makeAuthority(name: string): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(authorityDays),
    serialNumber: serial(),
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return pair(certificate, keys.privateKey)
}

/** What Porthole shows to hosts. */
export function makeClient(authority: Pair, name: string): Promise<Pair> {
  return issue(authority, name, x509.ExtendedKeyUsage.clientAuth, [])
}

/** What a host's libvirtd shows, for the name or address by which Porthole reaches it. */
export function makeServer(authority: Pair, host: string): Promise<Pair> {
  return issue(authority, host, x509.ExtendedKeyUsage.serverAuth, [
    new x509.SubjectAlternativeNameExtension([{ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }]),
  ])
}

async function issue(authority: Pair, name: string, use: string, more: x509.Extension[]): Promise<Pair> {
  const issuer = new x509.X509Certificate(authority.cert)
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(otherDays),
    serialNumber: serial(),
    subject: [{ CN: [name] }],
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await readKey(authority.key),
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      // libvirtd 9 refuses to start without the second, which an elliptic curve has no use for.
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension([use]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...more,
    ],
  })
  return pair(certificate, keys.privateKey)
}

/** Positive, as RFC 5280 (4.1.2.2) wants it, and never given twice. */
const serial = () => `01${randomBytes(15).toString('hex')}`

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now - earlierMs), notAfter: new Date(now + days * dayMs) }
}

async function pair(certificate: x509.X509Certificate, key: webcrypto.CryptoKey): Promise<Pair> {
  const bytes = await webcrypto.subtle.exportKey('pkcs8', key)
  return { cert: `${certificate.toString('pem')}\n`, key: `${x509.PemConverter.encode(bytes, 'PRIVATE KEY')}\n` }
}

function readKey(pem: string): Promise<webcrypto.CryptoKey> {
  const bytes = x509.PemConverter.decodeFirst(pem)
  return webcrypto.subtle.importKey('pkcs8', bytes, curve, false, ['sign'])
}
