// A serial console is recorded while it is open, as an asciicast; on a real guest whose firmware speaks there.
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { type SerialSays, serialProtocol, ticketProtocol } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor } from '../../test/rfb-viewer.ts'
import { openSerial } from '../consoles/open-serial.ts'
import { serveSerial } from '../consoles/serve-serial.ts'
import { changeSettings } from '../settings/change-settings.ts'
import { forceOffVm } from '../vms/force-off-vm.ts'
import { resetVm } from '../vms/reset-vm.ts'
import { startVm } from '../vms/start-vm.ts'
import { getRecording } from './get-recording.ts'
import { readRecordingKeys } from './read-recording-keys.ts'
import { scanSerial } from './serial-file.ts'
import { startRecording } from './start-recording.ts'

const ann = caller(undefined, 'ann')
const device = 'serial0'
let live: LiveCore
let guest: Guest
let door: ConsoleDoor
beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guest = await defineGuest(live.link, 'serial', { devices: `<serial type='pty'/>`, os: `<bios useserial='yes'/>` })
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  door = await openDoor(live.core, () => ann, serveSerial)
})
afterAll(async () => {
  door.close()
  await guest.remove()
  await live[Symbol.asyncDispose]()
})

it('records what a serial console says and, where keys are kept, what is typed, until the VM stops', async () => {
  await changeSettings(live.core, { recordKeys: true }, ann)
  const place = { id: guest.uuid, device }
  await expect(startRecording(live.core, place, ann)).rejects.toThrow('Open the serial console first')
  const { ticket } = await openSerial(live.core, { ...place, force: false }, ann)
  const socket = new WebSocket(door.url, [serialProtocol, `${ticketProtocol}${ticket}`])
  const told: SerialSays[] = []
  let shown = ''
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) shown += data.toString('latin1')
    else told.push(JSON.parse(data.toString()) as SerialSays)
  })
  await expect.poll(() => told).toEqual([{ recorded: null }])
  const { recording } = await startRecording(live.core, place, ann)
  await expect.poll(() => told.at(-1)).toEqual({ recorded: { recording, by: 'Test', keys: true } })
  shown = ''
  await resetVm(live.core, { id: guest.uuid }, ann)
  await expect.poll(() => shown, { timeout: 10_000 }).toContain('SeaBIOS')
  socket.send(Buffer.from('secret'))
  const kept = live.core.recordings.files.get(recording)
  const keys = async () => {
    const { body } = await readRecordingKeys(live.core, { recording }, ann)
    return new Response(body as ReadableStream).text()
  }
  await expect.poll(keys).toContain('"who":"Test","text":"secret"')

  const closed = once(socket, 'close')
  await forceOffVm(live.core, { id: guest.uuid }, ann)
  await closed
  await expect.poll(async () => (await getRecording(live.core, { recording }, ann)).end).toBe('gone')
  const path = kept ? live.core.recordings.files.path(kept) : ''
  const [header, ...lines] = (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(header).toMatchObject({ version: 2, title: `${guest.name} ${device}` })
  expect(lines.map(([, , said]) => said).join('')).toContain('SeaBIOS')
  // After a crash it would be found whole.
  expect((await scanSerial(path)).bytes).toBe((await stat(path)).size)
})
