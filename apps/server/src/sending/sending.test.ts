import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AlertRule, SendingTest } from '@porthole/contract'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import type { AlertRecord } from '../alerts/alert-record.ts'
import { AlertSender } from './alert-sender.ts'
import { emailText, type Message, messageOf } from './message.ts'
import { type EmailServer, emailSteps, sendEmail } from './send-email.ts'
import { signatureOf } from './send-webhook.ts'
import { trySending } from './steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'porthole-test-'))
let certificate: { cert: string; key: string }
beforeAll(() => {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...made, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  certificate = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A real mail server that keeps what it takes. */
async function mailServer(options: SMTPServerOptions = {}) {
  const mails: string[] = []
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true },
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', chunk => {
        text += chunk
      })
      stream.on('end', () => {
        mails.push(text)
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return { mails, port, close: () => new Promise<void>(resolve => server.close(resolve)) }
}

/** A real web server that answers as it is told, and keeps what it was sent. */
async function webServer(answers: number[] = []) {
  const posts: { headers: IncomingHttpHeaders; body: string; path: string }[] = []
  let posted = () => {}
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    posts.push({ headers: request.headers, body, path: request.url ?? '' })
    response.writeHead(answers.shift() ?? 204, { location: '/elsewhere' }).end()
    posted()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    posts,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    async count(n: number) {
      while (posts.length < n) await new Promise<void>(resolve => (posted = resolve))
    },
    close: () => new Promise(resolve => server.close(resolve)),
  }
}

const email = (port: number, more: Partial<EmailServer> = {}): EmailServer => ({
  ...{ host: 'localhost', port, security: 'none', user: '', from: 'porthole@example.org', to: ['ops@example.org'] },
  ...{ severity: 'warning', enabled: true, password: null, ...more },
})
const text = { subject: 'A test', text: 'Hello.\n' }
const test = (server: EmailServer): Promise<SendingTest> =>
  trySending(emailSteps(server), told => sendEmail(server, text, told))
const states = ({ steps }: SendingTest) => Object.fromEntries(steps.map(({ step, state }) => [step, state]))
const failure = ({ steps }: SendingTest) => steps.find(({ state }) => state === 'failed')

describe('by e-mail', () => {
  it('goes through TLS and a log-in, and says each step', async () => {
    const secure: SMTPServerOptions = {
      ...{ secure: true, ...certificate, disabledCommands: [], authOptional: false },
      onAuth: ({ username, password }, _session, done) =>
        username === 'ann' && password === 'right' ? done(null, { user: 'ann' }) : done(new Error('Wrong password')),
    }
    const server = await mailServer(secure)
    const to = email(server.port, { security: 'tls', user: 'ann', password: 'right', ca: certificate.cert })
    expect(states(await test(to))).toEqual({
      ...{ name: 'ok', port: 'ok', encryption: 'ok', authentication: 'ok', message: 'ok' },
    })
    expect(server.mails[0]).toMatch(/^Subject: A test\r$/m)
    const refused = await test({ ...to, password: 'wrong' })
    expect(states(refused)).toMatchObject({ encryption: 'ok', authentication: 'failed', message: 'untried' })
    expect(failure(refused)?.said).toContain('Wrong password')
    const { ca: _, ...unknown } = to
    expect(failure(await test(unknown))).toMatchObject({
      step: 'encryption',
      said: expect.stringContaining('self-signed certificate'),
    })
    expect(server.mails).toHaveLength(1)
    await server.close()
  })

  it('sends nothing where STARTTLS is wanted and the server has none', async () => {
    const server = await mailServer()
    const plain = await test(email(server.port, { security: 'starttls' }))
    expect(failure(plain)).toMatchObject({ step: 'encryption' })
    expect(server.mails).toEqual([])
    await server.close()
    const starttls = await mailServer({ ...certificate, disabledCommands: [] })
    expect(states(await test(email(starttls.port, { security: 'starttls', ca: certificate.cert })))).toMatchObject({
      ...{ encryption: 'ok', message: 'ok' },
    })
    await starttls.close()
  })

  it('says in the server’s words why it refused, and that nothing listens', async () => {
    const server = await mailServer({ onRcptTo: (_to, _session, done) => done(new Error('No such user here')) })
    expect(failure(await test(email(server.port)))).toMatchObject({
      step: 'message',
      said: expect.stringContaining('No such user here'),
    })
    await server.close()
    // A port that was free a moment ago may be anybody's by now: this one is given to nobody.
    expect(failure(await test(email(1)))).toMatchObject({ step: 'port' })
    expect(failure(await test(email(25, { host: '169.254.169.254' })))).toMatchObject({ step: 'name' })
  })
})

const rule: AlertRule = {
  ...{ name: 'Pool', on: { kind: 'everything' }, figure: 'pool-full', side: 'below', threshold: 50, clearsAt: null },
  ...{ seconds: 0, severity: 'warning', enabled: true },
}

/** The server's own sender gathers for longer than a test likes to wait. */
function quickSender({ core }: RunningServer): AlertSender {
  const { database, alerts, channels, log } = core
  const parts = { database, alerts, channels, log, leads: () => true, origin: 'https://porthole.example.org' }
  const sender = new AlertSender(parts, { gatherMs: 1, betweenMs: 1 })
  sender.start()
  return sender
}

async function testedWebhook(admin: Browser, url: string): Promise<SendingTest> {
  const settings = { url, severity: 'warning', enabled: true, secret: 'shared' }
  return (await admin.send('POST', '/settings/alerts/webhook/test', settings)).body
}

describe.each(dialects)('by webhook, on %s', dialect => {
  const databases = emptyDatabases(dialect)

  it('signs what it sends, follows no redirect, keeps its secret and tries again', async () => {
    const place = await databases.place()
    const server = await runServer(place)
    const admin = await setUp(server)
    const sender = quickSender(server)
    const web = await webServer([204, 302])
    expect(states(await testedWebhook(admin, web.url))).toEqual({ name: 'ok', port: 'ok', message: 'ok' })
    expect(failure(await testedWebhook(admin, web.url))?.said).toContain('redirect')
    expect(web.posts.map(({ path }) => path)).toEqual(['/hook', '/hook'])
    expect(failure(await testedWebhook(admin, 'http://169.254.169.254/latest'))).toMatchObject({ step: 'name' })

    const settings = { url: web.url, severity: 'warning', enabled: true, secret: 'shared' }
    expect((await admin.send('PUT', '/settings/alerts/webhook', settings)).status).toBe(200)
    expect(JSON.stringify(await server.core.database.alertChannel.findMany())).not.toContain('shared')
    const elsewhere = { ...settings, url: 'http://127.0.0.1:1/', secret: undefined }
    expect((await admin.send('PUT', '/settings/alerts/webhook', elsewhere)).body.data.issues[0].path).toBe('secret')

    await admin.send('POST', '/alert-rules', rule)
    await web.count(3)
    const { headers, body } = web.posts[2] as (typeof web.posts)[number]
    const seconds = Number(/^t=(\d+),/.exec(String(headers['porthole-signature']))?.[1])
    expect(headers['porthole-signature']).toBe(signatureOf('shared', body, seconds))
    expect(JSON.parse(body)).toMatchObject({
      ...{ version: 1, test: false, count: { firing: 1, resolved: 0 } },
      firing: [{ name: 'default-pool', rule: 'Pool', value: 0, url: expect.stringMatching(/^https:.*\/hosts\//) }],
    })
    await sender.stop()
    await web.close()

    // Nobody listens any more: what is to be sent waits in the database, and says why.
    const again = quickSender(server)
    await server.core.database.alert.updateMany({ data: { unsent: new Date() } })
    await again.stop()
    await again.send()
    const { alertMessage } = server.core.database
    expect(await alertMessage.findMany()).toMatchObject([{ channel: 'webhook', attempts: 1 }])
    const { webhook } = (await admin.send('GET', '/settings/alerts')).body
    expect(webhook).toMatchObject({
      url: web.url,
      last: { waiting: 1, failure: expect.stringContaining('ECONNREFUSED') },
    })
    expect(webhook.secret).toBeUndefined()
    await admin.send('DELETE', '/settings/alerts/webhook')
    expect(await alertMessage.count()).toBe(0)
    await server.stop()
  })
})

it('makes one message of a host that takes a hundred VMs with it, and names no line break that somebody put into a name', () => {
  const base = { ruleId: 'r', rule: 'Crash', figure: 'crashed', side: 'above', threshold: null, severity: 'critical' }
  const how = { state: 'firing', value: 1, measured: true, end: null, resolvedAt: null, acknowledged: null }
  const when = { since: new Date(0), firedAt: new Date(0) }
  const alerts = Array.from({ length: 300 }, (_, n) => ({
    ...{ ...base, ...how, ...when, id: String(n), about: 'vm', target: String(n), host: 'h', hostName: 'kvm-01' },
    name: `vm-${n}\r\nBcc: everybody`,
  })) as unknown as AlertRecord[]
  const message: Message = messageOf(alerts, null)
  expect(message.count.firing).toBe(300)
  expect(message.firing).toHaveLength(200)
  const { subject, text: body } = emailText(message)
  expect(subject).toBe('[Porthole] 300 firing: vm-0 Bcc: everybody: crashed and 299 more')
  expect(body).toContain('kvm-01')
  expect(body.split('\n').length).toBeLessThan(60)
})
