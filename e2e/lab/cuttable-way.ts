import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a socket that can be broken at will. */
export interface CuttableWay {
  /** The path that leads to the daemon. */
  readonly path: string
  /** Closes every connection, as a daemon does that dies. */
  breakAll(): void
  /** From now on bytes are lost on their way, both ways, and nobody is told: a cable that was pulled. */
  cut(): void
  /** New connections go through again. Those that lost bytes are closed. */
  heal(): void
  stop(): Promise<void>
}

/** Listens at `path` and passes everything on to the socket at `target`. */
export async function cuttableWay(path: string, target: string): Promise<CuttableWay> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let lossy = false
  const server = createServer(client => {
    const daemon = connect(target)
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
  server.listen(path)
  await once(server, 'listening')
  const breakAll = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
    pairs.clear()
  }
  return {
    path,
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
