import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const openssl = (folder: string, ...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder })

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** A certificate authority of its own in a folder: `cacert.pem` and `cakey.pem`. */
export async function makeAuthority(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const authority = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  await openssl(
    folder,
    ...['req', '-x509', ...key, '-days', '3650', '-subj', `/CN=${name}`, ...authority],
    ...['-keyout', 'cakey.pem', '-out', 'cacert.pem'],
  )
}

/** A certificate from the folder's authority: `<kind>cert.pem` and `<kind>key.pem`. `names` as openssl has them: `DNS:h1,IP:10.0.0.1`. */
export async function makeCertificate(folder: string, kind: string, names: string): Promise<void> {
  const uses = 'keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth'
  await writeFile(join(folder, `${kind}.ext`), `basicConstraints=CA:FALSE\n${uses}\nsubjectAltName=${names}\n`)
  await openssl(folder, 'req', ...key, '-subj', `/CN=${kind}`, '-keyout', `${kind}key.pem`, '-out', `${kind}.csr`)
  const signing = ['-CA', 'cacert.pem', '-CAkey', 'cakey.pem', '-CAcreateserial', '-days', '3650']
  await openssl(
    folder,
    'x509',
    '-req',
    '-in',
    `${kind}.csr`,
    ...signing,
    '-extfile',
    `${kind}.ext`,
    '-out',
    `${kind}cert.pem`,
  )
}

/**
 * Makes a certificate of `makeCertificate` anew with other dates, as openssl has them: `20300101000000Z`.
 * The authority remembers it, so that it can be revoked.
 */
export async function dateCertificate(folder: string, kind: string, from: string, to: string): Promise<void> {
  await remember(folder)
  const request = ['-in', `${kind}.csr`, '-extfile', `${kind}.ext`, '-out', `${kind}cert.pem`]
  await openssl(folder, 'ca', '-batch', '-notext', ...memory, ...request, '-startdate', from, '-enddate', to)
}

/** Makes a certificate of `makeCertificate` anew without the authority. */
export async function selfSignCertificate(folder: string, kind: string): Promise<void> {
  const request = ['-in', `${kind}.csr`, '-signkey', `${kind}key.pem`, '-extfile', `${kind}.ext`]
  await openssl(folder, 'x509', '-req', ...request, '-days', '30', '-out', `${kind}cert.pem`)
}

/** Takes a certificate back: writes `cacrl.pem`. */
export async function revokeCertificate(folder: string, kind: string): Promise<void> {
  await openssl(folder, 'ca', ...memory, '-revoke', `${kind}cert.pem`)
  await openssl(folder, 'ca', ...memory, '-gencrl', '-out', 'cacrl.pem')
}

const memory = ['-config', 'memory.conf']

async function remember(folder: string): Promise<void> {
  await writeFile(
    join(folder, 'memory.conf'),
    `[ca]
default_ca = authority
[authority]
database = index.txt
new_certs_dir = .
rand_serial = yes
certificate = cacert.pem
private_key = cakey.pem
default_md = sha256
default_crl_days = 30
unique_subject = no
policy = names
[names]
commonName = supplied
`,
  )
  await writeFile(join(folder, 'index.txt'), '', { flag: 'a' })
}
