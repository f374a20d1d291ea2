import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a socket that can be broken at will. */
export interface CuttableWay<Place> {
  /** Where it begins. */
  readonly at: Place
  /** Closes every connection, as a daemon does that dies. */
  breakAll(): void
  /** From now on bytes are lost on their way, both ways, and nobody is told: a cable that was pulled. */
  cut(): void
  /** New connections go through again. Those that lost bytes are closed. */
  heal(): void
  stop(): Promise<void>
}

/** Listens at a path, or a port of the loopback, and passes everything on to the socket at `target`. */
export async function cuttableWay<Place extends string | number>(
  at: Place,
  target: Place,
): Promise<CuttableWay<Place>> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let lossy = false
  const server = createServer(client => {
    const daemon = connect(addressOf(target))
    const pair = [client, daemon] as const
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const [from, to] of [pair, [daemon, client]] as const) {
      from.on('data', chunk => lossy || to.write(chunk))
      from.on('error', end)
      from.on('close', () => lossy || end())
    }
  })
  server.listen(addressOf(at))
  await once(server, 'listening')
  const breakAll = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
    pairs.clear()
  }
  return {
    at,
    breakAll,
    cut: () => {
      lossy = true
    },
    heal: () => {
      lossy = false
      breakAll()
    },
    stop: async () => {
      breakAll()
      server.close()
      await once(server, 'close')
    },
  }
}

const addressOf = (place: string | number) =>
  typeof place === 'string' ? { path: place } : { host: '127.0.0.1', port: place }
