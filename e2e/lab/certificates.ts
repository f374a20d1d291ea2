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
