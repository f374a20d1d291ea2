import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { CertificateFacts, HostCertificates } from '@porthole/contract'
import { Fault } from '../fault.ts'

/** @throws {Fault} BAD_INPUT where they could never be used, with a sentence for the field */
export function checkCertificates({ ca, cert, key }: HostCertificates, now = Date.now()): void {
  const authority = readCertificate('ca', ca)
  if (!authority.ca)
    throw unusable('ca', 'This is the certificate of no CA: give that of the CA which signed the host’s.')
  checkDates('ca', authority, now)
  if (!cert && !key) return
  if (!cert) throw unusable('cert', 'The key needs its certificate.')
  if (!key) throw unusable('key', 'The certificate needs its private key.')
  const own = readCertificate('cert', cert)
  checkDates('cert', own, now)
  if (!own.checkPrivateKey(readKey(key))) throw unusable('key', 'This key does not belong to the certificate.')
}

/** What one may know of them. */
export function certificateFacts({ ca, cert }: HostCertificates): CertificateFacts {
  const authority = new X509Certificate(ca)
  const own = cert ? new X509Certificate(cert) : null
  return {
    authority: nameOf(authority),
    authorityUntil: new Date(authority.validTo).toISOString(),
    subject: own && nameOf(own),
    until: own && new Date(own.validTo).toISOString(),
  }
}

type Field = keyof HostCertificates

function readCertificate(field: Field, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    const begins = '-----BEGIN CERTIFICATE-----'
    throw unusable(field, `This is no certificate: give a PEM file that begins with ${begins}.`)
  }
}

function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem)) {
    throw unusable('key', 'This key has a passphrase: take it away first (openssl pkey -in key.pem -out plain.pem).')
  }
  try {
    return createPrivateKey(pem)
  } catch {
    throw unusable('key', 'This is no private key: give a PEM file that begins with -----BEGIN PRIVATE KEY-----.')
  }
}

function checkDates(field: Field, certificate: X509Certificate, now: number): void {
  const { validFrom, validTo } = certificate
  if (Date.parse(validTo) < now)
    throw unusable(field, `This certificate has expired on ${day(validTo)}: give a new one.`)
  if (Date.parse(validFrom) > now) {
    throw unusable(field, `This certificate is valid only from ${day(validFrom)} on: see the clocks, or give another.`)
  }
}

const day = (date: string): string => new Date(date).toISOString().slice(0, 10)

/** The last name of the subject, which is what people call it. */
const nameOf = ({ subject }: X509Certificate): string =>
  subject
    .split('\n')
    .at(-1)
    ?.replace(/^[A-Z]+=/, '') ?? subject

function unusable(field: Field, message: string): Fault {
  return new Fault('BAD_INPUT', message, { data: { issues: [{ path: `certificates.${field}`, message }] } })
}
