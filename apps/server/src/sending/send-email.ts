import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { AlertEmail, SendingStep } from '@porthole/contract'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { lookupFor } from './reach.ts'
import { reasonOf, SendingError, type Told } from './steps.ts'

export interface EmailText {
  readonly subject: string
  readonly text: string
}

export interface EmailServer extends AlertEmail {
  /** Null where the server asks for no log-in. */
  readonly password: string | null
  /** Whom to trust beside the public authorities, in PEM. */
  readonly ca?: string
}

const deadlineMs = 15_000

export const emailSteps = ({ security, user }: AlertEmail): SendingStep[] => [
  ...(['name', 'port'] as const),
  ...(security === 'none' ? [] : (['encryption'] as const)),
  ...(user === '' ? [] : (['authentication'] as const)),
  'message',
]

/** Hands one message to the mail server. @throws {SendingError} with what the server said */
export async function sendEmail(server: EmailServer, message: EmailText, told: Told): Promise<void> {
  const { host, port, from, to } = server
  const signal = AbortSignal.timeout(deadlineMs)
  const socket = await reach(host, port, told, signal)
  const connection = new SMTPConnection({
    ...{ host, port, connection: socket, secure: server.security === 'tls' },
    ...{ requireTLS: server.security === 'starttls', ignoreTLS: server.security === 'none' },
    ...{ greetingTimeout: deadlineMs, socketTimeout: deadlineMs, maxResponseSize: 64 * 1024 },
    tls: { minVersion: 'TLSv1.2', ...(server.ca !== undefined && { ca: server.ca }) },
  })
  signal.addEventListener('abort', () => connection.close())
  try {
    await step(connection, done => connection.connect(done))
    if (server.security !== 'none') told('encryption', 'The connection is encrypted, and the server proved its name.')
    if (server.user !== '') {
      const auth = { user: server.user, pass: server.password ?? '' }
      await step(connection, done => connection.login(auth, done))
      told('authentication', `It lets Porthole log in as ${server.user}.`)
    }
    const raw = await composed(server, message)
    await step(connection, done => connection.send({ from, to: [...to] }, raw, done))
    told('message', `It took the message for ${to.join(', ')}.`)
    connection.quit()
  } catch (error) {
    connection.close()
    throw error
  } finally {
    socket.unref()
  }
}

async function reach(host: string, port: number, told: Told, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host, port, lookup: lookupFor(host, told) })
  try {
    await once(socket, 'connect', { signal })
  } catch (error) {
    socket.destroy()
    throw signal.aborted ? new SendingError(`${host} did not answer on port ${port} in time.`) : error
  }
  told('port', `Something listens on port ${port}.`)
  return socket
}

/** A step ends with its callback or, when the connection ends first, with what is known of that. */
function step(connection: SMTPConnection, begin: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(new SendingError(reasonOf(error)))
    const ended = () => fail(new Error('The mail server ended the connection.'))
    connection.once('error', fail)
    connection.once('end', ended)
    begin(error => {
      connection.off('error', fail)
      connection.off('end', ended)
      // What comes later is about a connection that nobody needs any more.
      connection.on('error', () => {})
      if (error) fail(error)
      else resolve()
    })
  })
}

function composed({ from, to }: AlertEmail, { subject, text }: EmailText): Promise<Buffer> {
  const mail = { from, to: [...to], subject, text, headers: { 'auto-submitted': 'auto-generated' } }
  return new Promise((resolve, reject) => {
    new MailComposer(mail).compile().build((error, raw) => (error ? reject(error) : resolve(raw as Buffer)))
  })
}
