import type { IncomingMessage } from 'node:http'
import { Fault } from '../fault.ts'

/** The origin that this server has in the eyes of the browser that sent the request. */
function ownOrigin(request: IncomingMessage, publicOrigin: string | null): string {
  return publicOrigin ?? `http://${request.headers.host ?? ''}`
}

/** A page of ours sent it: browsers put Origin on every WebSocket and every write. */
export function isSameOrigin(request: IncomingMessage, publicOrigin: string | null): boolean {
  return request.headers.origin?.toLowerCase() === ownOrigin(request, publicOrigin).toLowerCase()
}

/**
 * Refuses a write that another web site makes a browser send. A program that is no browser has neither Origin nor a
 * cookie that it did not mean to send.
 */
export function requireOwnOrigin(request: IncomingMessage, publicOrigin: string | null): void {
  const { origin, cookie, 'sec-fetch-site': site } = request.headers
  const allowed =
    origin !== undefined
      ? isSameOrigin(request, publicOrigin)
      : site !== undefined
        ? site === 'same-origin'
        : cookie === undefined
  if (allowed) return
  if (publicOrigin === null) throw new Fault('FOREIGN_ORIGIN')
  throw new Fault('FOREIGN_ORIGIN', `This request came from another web site and was refused: use ${publicOrigin}.`)
}
