// The way to a host is cut under the consoles of its guests, and heals.
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { closeCodes, serialProtocol, ticketProtocol } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type CuttableWay, cuttableWay } from '../../../../e2e/lab/cuttable-way.ts'
import { freePort } from '../../../../e2e/lab/free-port.ts'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, changed, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import { type Sshd, startSshd } from '../../test/sshd.ts'
import { ownKey } from '../ssh/own-key.ts'
import { resetVm } from '../vms/reset-vm.ts'
import { startVm } from '../vms/start-vm.ts'
import { openConsole } from './open-console.ts'
import { openSerial } from './open-serial.ts'
import { serveSerial } from './serve-serial.ts'

const ann = caller(undefined, 'ann')
let sshd: Sshd
let way: CuttableWay<number>
let live: LiveCore
let guest: Guest
let doors: { display: ConsoleDoor; serial: ConsoleDoor }

beforeAll(async () => {
  sshd = await startSshd()
  way = await cuttableWay(await freePort(), sshd.port)
  live = await liveCore(`qemu+ssh://${sshd.user}@127.0.0.1:${way.at}/system`, {
    async prepare(data) {
      await mkdir(join(data, 'ssh'), { recursive: true })
      const known = await sshd.keyscan()
      await writeFile(join(data, 'ssh/known_hosts'), known.replaceAll(`:${sshd.port} `, `:${way.at} `))
      await sshd.authorize((await ownKey(join(data, 'ssh'))).publicLine)
    },
  })
  guest = await defineGuest(live.link, 'cut', { devices: `<serial type='pty'/>`, os: `<bios useserial='yes'/>` })
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  doors = {
    display: await openDoor(live.core, () => ann),
    serial: await openDoor(live.core, () => ann, serveSerial),
  }
})
afterAll(async () => {
  doors.display.close()
  doors.serial.close()
  await guest.remove()
  await live[Symbol.asyncDispose]()
  await way.stop()
  await sshd.stop()
})

const display = async () => {
  const { ticket } = await openConsole(live.core, { id: guest.uuid }, ann)
  const viewer = new RfbViewer(doors.display.url, ticket)
  await viewer.handshake()
  await viewer.picture()
  return viewer
}
const serial = async () => {
  const { ticket } = await openSerial(live.core, { id: guest.uuid, device: 'serial0', force: false }, ann)
  const socket = new WebSocket(doors.serial.url, [serialProtocol, `${ticketProtocol}${ticket}`])
  let shown = ''
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) shown += data.toString('latin1')
  })
  await once(socket, 'open')
  return { socket, shown: () => shown }
}

it('tells a display and a serial console that their host is lost, and opens both again once it is back', async () => {
  const [seen, typed] = [await display(), await serial()]
  const closed = [seen.socket, typed.socket].map(async socket => (await once(socket, 'close'))[0])
  const { hosts } = live.core
  const away = changed(hosts, 'host', () => !live.link.connected)
  way.cut()
  typed.socket.send(Buffer.from('lost'))
  way.heal()
  expect(await Promise.all(closed)).toEqual([closeCodes.guestClosed, closeCodes.guestClosed])
  await away
  await changed(hosts, 'host', () => live.link.connected)

  const again = await display()
  // The host's libvirtd lets go of the console once it has noticed.
  const line = await expect.poll(serial, { timeout: 10_000 }).toBeTruthy().then(serial)
  await resetVm(live.core, { id: guest.uuid }, ann)
  await expect.poll(line.shown, { timeout: 10_000 }).toContain('SeaBIOS')
  again.close()
  line.socket.terminate()
})
