import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { closeCodes } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, changed, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import { type Sshd, startSshd } from '../../test/sshd.ts'
import type { HostWay } from '../hosts/host-ways.ts'
import { ownKey } from '../ssh/own-key.ts'
import { startVm } from '../vms/start-vm.ts'
import { openConsole } from './open-console.ts'
import { reachDisplay } from './reach-display.ts'

const ann = caller(['vm.see', 'vm.watch', 'vm.console'], 'ann')
let sshd: Sshd
let live: LiveCore
let door: ConsoleDoor
const guests: Guest[] = []

beforeAll(async () => {
  sshd = await startSshd()
  live = await liveCore(`qemu+ssh://${sshd.user}@127.0.0.1:${sshd.port}/system`, {
    async prepare(data) {
      await mkdir(join(data, 'ssh'), { recursive: true })
      await writeFile(join(data, 'ssh/known_hosts'), await sshd.keyscan())
      await sshd.authorize((await ownKey(join(data, 'ssh'))).publicLine)
    },
  })
  door = await openDoor(live.core, () => ann)
})
afterAll(async () => {
  for (const guest of guests) await guest.remove()
  await door.close()
  await live[Symbol.asyncDispose]()
  await sshd.stop()
})

async function viewer(listen: string): Promise<RfbViewer> {
  const guest = await defineGuest(live.link, 'remote', { listen, password: 's3cr3tPw' })
  guests.push(guest)
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  const { ticket } = await openConsole(live.core, { id: guest.uuid }, ann)
  return new RfbViewer(door.url, ticket)
}

it.each(["type='address' address='127.0.0.1'", "type='address' address='0.0.0.0'", "type='socket'"])(
  'shows a guest of a host behind SSH whose display has <listen %s>',
  async listen => {
    const seen = await viewer(listen)
    const { width, height } = await seen.handshake()
    expect(width * height).toBeGreaterThan(100_000)
    await seen.picture()
    const closed = once(seen.socket, 'close')
    seen.close()
    await closed
  },
)

const through = (host: string | null): HostWay => ({ ...live.link.way, host, tunnel: null })

it('goes to the host’s own name where no SSH leads to it, whatever the display says', async () => {
  for (const address of [{ path: '/run/vnc' }, { host: '127.0.0.1', port: 1 }, { host: '', port: 1 }]) {
    expect(() => reachDisplay(through('localhost'), address)).toThrow(
      expect.objectContaining({ code: 'NO_CONSOLE', message: expect.stringMatching(/add the host by SSH/) }),
    )
  }
  const server = createServer(socket => socket.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  for (const host of ['0.0.0.0', '10.77.0.250']) {
    const stream = reachDisplay(through('127.0.0.1'), { host, port })
    await stream.connected
    stream.destroy()
  }
  server.close()
})

it('goes nowhere but to this machine where the host is this machine', () => {
  expect(() => reachDisplay(through(null), { host: '10.77.0.250', port: 5900 })).toThrow(/not of this machine/)
})

it('closes consoles and marks the host away when sshd is killed', { timeout: 60_000 }, async () => {
  const seen = await viewer("type='address' address='127.0.0.1'")
  await seen.handshake()
  const closed = once(seen.socket, 'close')
  await sshd.kill()
  expect((await closed)[0]).toBe(closeCodes.guestClosed)
  await changed(live.core.hosts, 'host', () => !live.link.connected)
  expect(live.link.snapshot()).toMatchObject({ state: 'away', problem: { code: 'HOST_AWAY' } })
  const { port } = sshd
  await sshd.stop()
  sshd = await startSshd({ port })
  await changed(live.core.hosts, 'host', () => live.link.snapshot().problem?.code === 'HOST_REFUSED')
  expect(live.link.snapshot().problem?.message).toMatch(/SSH key .* is not the one in .* Nothing was sent/)
  const direct = await liveCore('qemu:///system')
  for (const guest of guests.splice(0)) {
    const { dom } = await direct.link.call('domainLookupByUuid', { uuid: guest.uuid })
    await direct.link.call('domainDestroyFlags', { dom }).catch(() => {})
    await direct.link.call('domainUndefineFlags', { dom })
  }
  await direct[Symbol.asyncDispose]()
})
