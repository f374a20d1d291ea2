import { once } from 'node:events'
import { WebSocket } from 'ws'

/** Has a Node that was started with `--inspect=127.0.0.1:<port>` collect its garbage, so that memory can be compared. */
export async function collectGarbage(port: number): Promise<void> {
  const list = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { webSocketDebuggerUrl: string }[]
  const socket = new WebSocket(list[0]?.webSocketDebuggerUrl ?? '')
  await once(socket, 'open')
  socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }))
  await once(socket, 'message')
  socket.terminate()
}
