import { readFile } from 'node:fs/promises'
import { setTimeout as passed } from 'node:timers/promises'
import { consolePath, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { WebSocket } from 'ws'
import { type Figure, percentile } from '../figures.ts'
import type { Stage } from './stage.ts'

const settleMs = 4000
/** Bytes that a reading browser gets in that time at the least: several whole pictures. */
const leastFlood = 20_000_000
const width = 1024
const height = 768

/**
 * What a console grows the server by when its browser stops reading while the guest's display has megabytes to say.
 * Every round compares with a console that reads everything: what both cost is not the stuck one's.
 */
export async function stuckBrowser(stage: Stage): Promise<Figure[]> {
  const grown: number[] = []
  await stage.host.virsh('start', 'busy')
  await flood(stage, false, false)
  await stage.host.virsh('send-key', 'busy', 'KEY_N')
  await flood(stage, false)
  for (let round = 0; round < 5; round++) {
    const before = await residentMiB(stage.porthole.pid)
    const socket = await flood(stage, true)
    grown.push((await residentMiB(stage.porthole.pid)) - before)
    socket.terminate()
  }
  return [
    {
      name: 'server grown by a browser that stops reading, median',
      value: percentile(grown, 0.5),
      atMost: 2,
      unit: 'MiB',
    },
  ]
}

/** Opens a console of the busy guest and asks for its whole picture again and again; reads it all, or nothing. */
async function flood({ context, porthole }: Stage, stuck: boolean, noisy = true): Promise<WebSocket> {
  const id = await busyVm(context)
  const headers = { origin: porthole.url }
  const reply = await context.request.post(`${porthole.url}/api/v1/vms/${id}/console`, { headers })
  const { ticket } = (await reply.json()) as { ticket: string }
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const socket = new WebSocket(
    porthole.url.replace('http', 'ws') + consolePath,
    [rfbProtocol, ticketProtocol + ticket],
    {
      headers: { ...headers, cookie },
      perMessageDeflate: false,
    },
  )
  await shakeHands(socket)
  if (stuck) socket.pause()
  const request = Buffer.from([3, 0, 0, 0, 0, 0, width >> 8, width & 255, height >> 8, height & 255])
  const ask = setInterval(() => socket.send(request), 20)
  let read = 0
  socket.on('message', data => {
    read += (data as Buffer).length
  })
  await passed(settleMs)
  clearInterval(ask)
  if (noisy && !stuck && read < leastFlood) throw new Error(`the busy guest sent only ${read} bytes: that is no flood`)
  if (!stuck) socket.terminate()
  return socket
}

/** RFB 3.8 without security, up to ServerInit: RFC 6143, section 7. */
async function shakeHands(socket: WebSocket): Promise<void> {
  const answers = [Buffer.from('RFB 003.008\n'), Buffer.from([1]), Buffer.from([1])]
  let heard = 0
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', code => reject(new Error(`the console closed with ${code}`)))
    // Version 12 bytes, security types 2, result 4, ServerInit at least 24.
    const until = [12, 14, 18, 42]
    socket.on('message', data => {
      heard += (data as Buffer).length
      while (heard >= (until[0] ?? Number.POSITIVE_INFINITY)) {
        until.shift()
        const answer = answers.shift()
        if (answer === undefined) return resolve()
        socket.send(answer)
      }
    })
  })
}

async function busyVm(context: Stage['context']): Promise<string> {
  const reply = await context.request.get('/api/v1/vms')
  const { vms } = (await reply.json()) as { vms: { id: string; name: string }[] }
  const busy = vms.find(({ name }) => name === 'busy')
  if (busy === undefined) throw new Error('there is no busy guest')
  return busy.id
}

async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
