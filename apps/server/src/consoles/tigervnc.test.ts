// A display that is not QEMU's, with another's code behind it: TigerVNC, as some VM's display.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../../../e2e/lab/free-port.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import type { Caller } from '../core.ts'
import { openConsole } from './open-console.ts'

const run = promisify(execFile)
const ann = caller(['vm.see', 'vm.watch', 'vm.console'], 'ann')
const name = `t-tigervnc-${randomBytes(3).toString('hex')}`
const uuid = randomUUID()
let live: LiveCore
let door: ConsoleDoor
let viewer: RfbViewer
let xvnc: ChildProcess
let display: string
const programs: ChildProcess[] = []

beforeAll(async () => {
  const port = await freePort()
  // It finds a number that is free, and says it on descriptor 3.
  const options = ['-displayfd', '3', '-rfbport', String(port), '-localhost', '-SecurityTypes', 'None']
  xvnc = spawn('Xvnc', [...options, '-geometry', '640x480', '-depth', '24', '-AcceptSetDesktopSize=1'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [number] = await once(xvnc.stdio[3] as NodeJS.ReadableStream, 'data')
  display = `:${String(number).trim()}`
  live = await liveCore('test:///default')
  const xml = `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid><memory unit='MiB'>64</memory><os><type>hvm</type></os>
    <devices><graphics type='vnc' port='${port}' listen='127.0.0.1'/></devices></domain>`
  const { dom } = await live.link.call('domainDefineXml', { xml })
  await live.link.call('domainCreate', { dom })
  await live.link.refresh(uuid)
  door = await openDoor(live.core, () => ann)
  viewer = new RfbViewer(door.url, (await openConsole(live.core, { id: uuid }, ann)).ticket)
})
afterAll(async () => {
  viewer.close()
  door.close()
  for (const program of programs) program.kill()
  const dom = { name, uuid, id: -1 }
  await live.link.call('domainDestroyFlags', { dom, flags: 0 }).catch(() => {})
  await live.link.call('domainUndefineFlags', { dom, flags: 0 }).catch(() => {})
  await live[Symbol.asyncDispose]()
  xvnc.kill()
})

function start(program: string, ...args: string[]): ChildProcess {
  const child = spawn(program, args, { env: { ...process.env, DISPLAY: display }, stdio: ['pipe', 'pipe', 'ignore'] })
  programs.push(child)
  return child
}
const pointer = (x: number, y: number, buttons = 0) => Buffer.from([5, buttons, x >> 8, x & 255, y >> 8, y & 255])
const key = (keysym: number) => Buffer.from([4, 1, 0, 0, 0, 0, 0, keysym, 4, 0, 0, 0, 0, 0, 0, keysym])

/** RFB's SetDesktopSize, with one screen. */
function setSize(width: number, height: number): Buffer {
  const size = [width >> 8, width & 255, height >> 8, height & 255]
  return Buffer.from([251, 0, ...size, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...size, 0, 0, 0, 0])
}
const clipboard = () =>
  run('xclip', ['-o', '-selection', 'clipboard'], { env: { ...process.env, DISPLAY: display } }).then(
    ({ stdout }) => stdout,
    () => null,
  )
/** Somebody else at the same console, who finds it controlled. */
async function another(who: Caller): Promise<RfbViewer> {
  door.caller = () => who
  const other = new RfbViewer(door.url, (await openConsole(live.core, { id: uuid }, who)).ticket)
  await other.handshake()
  return other
}

it('is shown, takes keys and the pointer where they were meant, and shares its clipboard both ways with who controls alone', async () => {
  expect(await viewer.handshake()).toEqual({ width: 640, height: 480 })
  await viewer.picture()
  const lines: string[] = []
  const said = (text: RegExp) => expect.poll(() => lines.join('\n'), { timeout: 5000 }).toMatch(text)
  const xev = start('xev', '-geometry', '400x300+100+50')
  createInterface({ input: xev.stdout as NodeJS.ReadableStream }).on('line', line => lines.push(line))
  await said(/Expose/)
  viewer.send(pointer(321, 123))
  await said(/MotionNotify|EnterNotify/)
  viewer.send(pointer(322, 124))
  await said(/root:\(322,124\)/)
  viewer.send(pointer(322, 124, 1))
  viewer.send(pointer(322, 124))
  await said(/ButtonRelease[\s\S]*button 1/)
  for (const letter of 'aZ7') viewer.send(key(letter.charCodeAt(0)))
  await said(/keysym 0x61, a\)[\s\S]*keysym 0x5a, Z\)[\s\S]*keysym 0x37, 7\)/)

  const text = 'from the browser'
  viewer.send(Buffer.from([6, 0, 0, 0, 0, 0, 0, text.length, ...Buffer.from(text)]))
  await expect.poll(clipboard, { timeout: 5000 }).toBe(text)
  const watcher = await another(caller(['vm.see', 'vm.watch'], 'vic'))
  const forged = Buffer.from('forged')
  watcher.send(Buffer.from([6, 0, 0, 0, 0, 0, 0, forged.length, ...forged]))
  watcher.send(setSize(1024, 768))
  // It passes every byte in order: with the answer to this, those before have been dealt with.
  await watcher.picture()
  expect(await clipboard()).toBe(text)
  expect((await run('xdpyinfo', ['-display', display])).stdout).toContain('640x480 pixels')
  watcher.close()
  const copied = start('xclip', '-i', '-selection', 'clipboard')
  copied.stdin?.end('from the guest')
  await expect.poll(() => viewer.received.includes('from the guest'), { timeout: 5000 }).toBe(true)
})

it('resizes itself when a window asks it to', async () => {
  // Those who can be resized say so first: encoding -308, then SetDesktopSize with one screen.
  viewer.send(Buffer.from([2, 0, 0, 2, 0xff, 0xff, 0xfe, 0xcc, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 2, 128, 1, 224]))
  viewer.send(setSize(800, 600))
  const seen = async () => (await run('xdpyinfo', ['-display', display])).stdout
  await expect.poll(seen, { timeout: 5000 }).toContain('800x600 pixels')
})
