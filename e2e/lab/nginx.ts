import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const example = join(import.meta.dirname, '../../docs/proxy/nginx.conf')

/** A real nginx on loopback, by the example of the documentation, with a certificate that it made itself. */
export async function startNginx({ port, upstream }: { port: number; upstream: number }): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-nginx-'))
  await mkdir(join(folder, 'logs'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1']
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', key, '-out', certificate, ...subject],
  ])
  const site = (await readFile(example, 'utf8'))
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('/etc/ssl/example.org.crt', certificate)
    .replace('/etc/ssl/example.org.key', key)
    .replace('127.0.0.1:8680', `127.0.0.1:${upstream}`)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(of => `${of}_temp_path ${folder}/${of};`)
  const whole = `daemon off; pid ${folder}/pid; error_log stderr; events {}\nhttp {\naccess_log off; ${paths.join(' ')}\n${site}}\n`
  await writeFile(join(folder, 'nginx.conf'), whole)
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  nginx.stderr?.on('data', data => said.push(String(data)))
  await untilListening(nginx, port, said)
  return async () => {
    const gone = once(nginx, 'exit')
    nginx.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true })
  }
}

async function untilListening(nginx: ChildProcess, port: number, said: readonly string[]): Promise<void> {
  while (nginx.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (open) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`nginx did not start: ${said.join('')}`)
}
