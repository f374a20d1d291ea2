import { closeCodes } from '@porthole/contract'
import type { FastifyInstance } from 'fastify'
import type { OutsideWatch } from './audit/outside-watch.ts'
import type { Pulse } from './audit/pulse.ts'
import type { Core } from './core.ts'
import type { AlertSender } from './sending/alert-sender.ts'

/** How long requests and sockets may take to end by themselves. */
const patienceMs = 3000

/** Ends what was begun: sockets are told to come back, running writes finish, the database is closed last. */
export async function stop(running: {
  core: Core
  server: FastifyInstance
  stopping: AbortController
  cutSockets: () => void
  stopClocks: () => void
  outside: OutsideWatch
  sender: AlertSender
  pulse: Pulse
}): Promise<void> {
  const { core, server, stopping, cutSockets, stopClocks, outside, sender, pulse } = running
  stopping.abort()
  stopClocks()
  core.access.stop()
  const closed = server.close()
  for (const sockets of [core.sockets, core.guests.sockets]) sockets.closeAll(closeCodes.restarting, 'the server stops')
  const impatient = setTimeout(() => {
    cutSockets()
    server.server.closeAllConnections()
  }, patienceMs)
  await closed
  clearTimeout(impatient)
  outside.stop()
  await core.recordings.stop()
  core.lastPictures.stop()
  await core.jobs.stop()
  await core.alerts.stop()
  await sender.stop()
  await core.history.stop()
  await core.hosts.stop()
  await core.audit.written()
  await pulse.stop()
  await core.database.$disconnect()
}
