// A guest's screen, keyboard, console and channels; its memory and monitor.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LinuxGuest, linuxGuest } from '../../test/linux-guest.ts'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import type { Connection } from '../connection.ts'
import { ConnectDomainEventAgentLifecycleState, ErrorNumber } from '../constants.gen.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-screen'
let host: ProofHost
let connection: Connection
let guest: LinuxGuest
let dom: Domain

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  guest = await linuxGuest()
  const channel = `<channel type='unix'><target type='virtio' name='proof.0'/></channel>`
  dom = (await connection.call('domainDefineXml', { xml: guest.xml(prefix, { devices: channel }) })).dom
  const agent = await hear(connection, 'domainAgentLifecycle', { only: dom })
  dom = (await connection.call('domainCreateWithFlags', { dom })).dom
  await agent.until(({ state }) => state === ConnectDomainEventAgentLifecycleState.CONNECTED)
}, 2 * probeMs)
afterAll(async () => {
  await host?.close()
  await guest?.remove()
})

test('a screenshot of a paused guest is the picture that virsh takes, byte for byte', async () => {
  await connection.call('domainSuspend', { dom })
  const { reply, stream } = await connection.readStream('domainScreenshot', { dom, screen: 0 })
  const ours = await buffer(stream)
  const file = `${host.folder}/picture`
  expect(await host.virsh('screenshot', prefix, file)).toContain(`with type of ${reply.mime}`)
  expect(ours.equals(await readFile(file))).toBe(true)
  expect(ours.length).toBeGreaterThan(500)
  await connection.call('domainResume', { dom })
})

test('the serial console, in both directions', { timeout: 60_000 }, async () => {
  const connection = await host.another()
  const { stream } = await connection.duplexStream('domainOpenConsole', { dom, dev_name: null, flags: 1 })
  let text = ''
  let look = (): void => {}
  stream.on('data', chunk => {
    text += chunk
    look()
  })
  /** Waits for what the guest says, and answers. */
  const answer = async (said: RegExp, line: string) => {
    await new Promise<void>(resolve => {
      look = () => said.test(text) && resolve()
      look()
    })
    text = ''
    stream.write(`${line}\n`)
  }
  stream.write('\n')
  await answer(/login: $/, 'root')
  await answer(/assword: $/, 'lab')
  await answer(/# /, 'echo $((6*7))@$(hostname)')
  await answer(new RegExp(`42@${prefix}`), 'exit')
  await expect(host.virsh('console', prefix, '--safe')).rejects.toThrow(/./) // one at a time
  stream.destroy()
  await once(stream, 'close')
  await connection.close()
})

/** Runs at the guest's end of the channel: says what it heard. */
const echo = `for port in /sys/class/virtio-ports/*; do
  [ "$(cat $port/name)" != proof.0 ] || exec 3<>/dev/\${port##*/}
done
read line <&3 && echo "heard $line" >&3`

test('a channel of our own, in both directions', { timeout: 60_000 }, async () => {
  const connection = await host.another()
  const { stream } = await connection.duplexStream('domainOpenChannel', { dom, name: 'proof.0', flags: 0 })
  const run = { execute: 'guest-exec', arguments: { path: '/bin/sh', arg: ['-c', echo] } }
  await host.virsh('qemu-agent-command', prefix, JSON.stringify(run))
  stream.write('over here\n')
  let heard = ''
  while (!heard.endsWith('\n')) heard += (await once(stream, 'data'))[0]
  expect(heard).toBe('heard over here\n')
  stream.destroy()
  await once(stream, 'close')
  const missing = connection.duplexStream('domainOpenChannel', { dom, name: 'none.0', flags: 0 })
  await expect(missing).rejects.toMatchObject({ code: ErrorNumber.INTERNAL_ERROR })
  await connection.close()
})

test('keys are pressed, ours and those of virsh', async () => {
  const codes = [29, 56, 61] // Ctrl, Alt, F3
  expect(await connection.call('domainSendKey', { dom, codeset: 0, holdtime: 50, keycodes: codes })).toBe(undefined)
  await host.virsh('send-key', prefix, 'KEY_LEFTCTRL', 'KEY_LEFTALT', 'KEY_F1')
  await expect(
    connection.call('domainSendKey', { dom, codeset: 0, holdtime: 50, keycodes: Array(17).fill(1) }),
  ).rejects.toThrow(RangeError)
})

test('the monitor answers, as to virsh; its events are heard', async () => {
  const cmd = '{"execute":"query-status"}'
  const { result } = await connection.call('qemuDomainMonitorCommand', { dom, cmd })
  const told = JSON.parse(await host.virsh('qemu-monitor-command', prefix, cmd))
  expect(JSON.parse(result).return).toEqual(told.return)
  const withFiles = await connection.call('qemuDomainMonitorCommandWithFiles', { dom, cmd })
  expect(JSON.parse(withFiles.result).return).toEqual(told.return)
  const heard = await hear(connection, 'qemuDomainMonitorEvent', { only: dom })
  await host.virsh('suspend', prefix)
  await heard.until(({ event }) => event === 'STOP')
  await host.virsh('resume', prefix)
  await heard.until(({ event }) => event === 'RESUME')
  await heard.stop()
})

test('memory is read where it lies', async () => {
  const { buffer: bytes } = await connection.call('domainMemoryPeek', { dom, offset: 0, size: 64, flags: 2 }) // physical
  expect(bytes).toHaveLength(64)
  const text = await host.virsh('qemu-monitor-command', prefix, '--hmp', 'xp /64bx 0')
  expect([...bytes].map(byte => `0x${byte.toString(16).padStart(2, '0')}`)).toEqual(
    [...text.matchAll(/0x[0-9a-f]{2}\b/g)].map(([byte]) => byte),
  )
})

test('a non-maskable interrupt arrives', async () => {
  expect(await connection.call('domainInjectNmi', { dom })).toBe(undefined)
  expect(await host.virsh('domstate', prefix)).toBe('running')
})

test('what hands over a file descriptor is refused with the way round it, and the connection goes on', async () => {
  await expect(connection.call('domainOpenGraphicsFd', { dom, idx: 0 })).rejects.toThrow(
    'domainOpenGraphicsFd hands over a file descriptor, which Node cannot do. Connect to the address of the display instead, which domainGetXmlDesc tells.',
  )
  await expect(connection.call('domainFdAssociate', { dom, name: 'disk' })).rejects.toThrow(/by its path/)
  const { xml } = await connection.call('domainGetXmlDesc', { dom })
  expect(await host.virsh('domdisplay', prefix)).toBe(
    `vnc://127.0.0.1:${Number(/type='vnc' port='(\d+)'/.exec(xml)?.[1]) - 5900}`,
  )
})
