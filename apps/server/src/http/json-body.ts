import type { FastifyInstance } from 'fastify'
import { Fault } from '../fault.ts'

/** Bodies are JSON and nothing else: what a form on another web site can send is refused unread. */
export function acceptOnlyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, String(body), done)
  })
}

/** Fastify's own complaints about a body, in our words; null when it is something else. */
export function bodyFault(error: { code?: string }): Fault | null {
  const sentence = error.code && sentences[error.code]
  return sentence ? new Fault('BAD_INPUT', sentence, { cause: error }) : null
}

const malformed = 'The body is not valid JSON.'

const sentences: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than 1 MiB.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length says.',
  FST_ERR_CTP_INVALID_JSON_BODY: malformed,
  FST_ERR_BAD_URL: 'The address is not well formed.',
}
