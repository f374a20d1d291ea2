import { createHmac } from 'node:crypto'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { SendingStep } from '@porthole/contract'
import { version } from '../version.ts'
import { lookupFor } from './reach.ts'
import { reasonOf, SendingError, type Told } from './steps.ts'

const deadlineMs = 10_000

export interface WebhookTarget {
  readonly url: string
  readonly secret: string
}

export const webhookSteps = (url: string): SendingStep[] => [
  ...(['name', 'port'] as const),
  ...(url.startsWith('https:') ? (['encryption'] as const) : []),
  'message',
]

/** What proves that a message is Porthole's: a time, and an HMAC-SHA256 of that time, a dot and the body. */
export function signatureOf(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

/** Posts one message. It follows no redirects, and reads nothing of the answer but its status. @throws {SendingError} */
export async function sendWebhook({ url, secret }: WebhookTarget, id: string, body: string, told: Told): Promise<void> {
  const { hostname, protocol, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const signal = AbortSignal.timeout(deadlineMs)
  const request = (protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    agent: false,
    lookup: lookupFor(host, told),
    signal,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': `Porthole/${version}`,
      'porthole-delivery': id,
      'porthole-signature': signatureOf(secret, body, Math.floor(Date.now() / 1000)),
    },
  })
  request.on('socket', socket => {
    const listens = `Something listens on port ${port || (protocol === 'https:' ? 443 : 80)}.`
    socket.once('connect', () => told('port', listens))
    socket.once('secureConnect', () =>
      told('encryption', 'The connection is encrypted, and the server proved its name.'),
    )
  })
  const status = await new Promise<number>((resolve, reject) => {
    request.once('response', (response: IncomingMessage) => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    request.on('error', error => {
      reject(new SendingError(signal.aborted ? `${host} did not answer in time.` : reasonOf(error)))
    })
    request.end(body)
  })
  if (status >= 300 && status < 400) {
    throw new SendingError(
      `It answered with a redirect (HTTP ${status}), which is not followed: give the address that it leads to.`,
    )
  }
  if (status < 200 || status > 299) throw new SendingError(`It answered with HTTP ${status}.`)
  told('message', `It took the message (HTTP ${status}).`)
}
