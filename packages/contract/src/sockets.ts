// Apart from all schemas, so that the window's first load gets along without them.

/** Where the event socket is, beside the REST paths. Its cookie and its Origin say who asks. */
export const eventsPath = '/api/v1/events'

/** Where the console's WebSocket is, beside the REST paths. */
export const consolePath = '/api/v1/console'

/** Where a guest's console is: its cookie, the ticket and Origin say who asks. `?link=` names the link, which is no secret. */
export const guestConsolePath = '/api/v1/guest-console'

/** Where the WebSocket of a serial console is: its bytes both ways, those from before it opened first. */
export const serialPath = '/api/v1/serial'

/** Where the bytes of an upload go: `?upload=` names it, the cookie and Origin say who asks. */
export const uploadPath = '/api/v1/upload'

/** So many bytes of an upload may be under way: the server says now and then, as a decimal, how many it has passed on. */
export const uploadWindow = 4 * 1024 * 1024

/** The subprotocol of serial consoles, offered beside the ticket. */
export const serialProtocol = 'serial'

/** The subprotocol that carries the ticket, so that it stands in no URL: `porthole.ticket.<ticket>`. */
export const ticketProtocol = 'porthole.ticket.'

/** The subprotocol that carries RFB; the client offers it beside its ticket and the server chooses it. */
export const rfbProtocol = 'binary'

/** WebSocket close codes of consoles and of the event socket. */
export const closeCodes = {
  /** The session ended or was revoked. */
  signedOut: 4401,
  /** What the caller may do has changed: the event socket comes back with what holds now, a console does not. */
  accessChanged: 4403,
  /** The link that let a guest in has expired, or was taken back. */
  linkEnded: 4411,
  /** The guest closed its display: it stopped, or QEMU went away. */
  guestClosed: 4410,
  /** Somebody removed the VM's host from Porthole. */
  hostRemoved: 4404,
  /** The guest's display could not be reached or did not speak RFB. */
  displayFailed: 4502,
  /** The browser did not read for so long that the server gave up. */
  tooSlow: 4408,
  /** The console must be recorded, and that can not be done now. */
  notRecorded: 4423,
  /** The server stops; come back in a moment (RFC 6455's registry: service restart). */
  restarting: 1012,
} as const
