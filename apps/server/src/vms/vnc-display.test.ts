import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guestName } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { findDisplay } from '../consoles/find-display.ts'
import { openDisplay } from '../consoles/open-display.ts'
import { addClipboard } from './add-clipboard.ts'
import { addVncDisplay } from './add-vnc-display.ts'
import { changedLines } from './changed-lines.ts'
import { forceOffVm } from './force-off-vm.ts'
import { getClipboard } from './get-clipboard.ts'
import { planClipboard } from './plan-clipboard.ts'
import { planVncDisplay } from './plan-vnc-display.ts'
import { startVm } from './start-vm.ts'

const ann = caller()
let live: LiveCore
beforeAll(async () => {
  live = await liveCore('qemu:///system')
})
afterAll(() => live[Symbol.asyncDispose]())

/** libvirt's own client as the oracle. */
const virsh = async (...args: string[]) =>
  (await promisify(execFile)('virsh', ['-c', 'qemu:///system', ...args])).stdout

async function define(devices: string) {
  const name = guestName('display')
  const xml = `<domain type='qemu'><name>${name}</name><memory unit='MiB'>32</memory>
    <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>${devices}</devices></domain>`
  const { dom } = await live.link.call('domainDefineXml', { xml })
  await live.link.refresh(dom.uuid)
  return { name, key: { id: dom.uuid } }
}
const vm = (key: { id: string }) => live.core.hosts.findVm(key).vm

it('shows what adding VNC to a SPICE guest changes, and changes that alone, with its password kept', async () => {
  const { name, key } = await define(`<graphics type='spice' autoport='yes' passwd='sesame'/>`)
  const plan = await planVncDisplay(live.core, key, ann)
  expect(plan.done).toBe(false)
  expect(plan.lines.filter(({ kind }) => kind !== 'same')).toEqual([
    { kind: 'come', text: '    <graphics type="vnc" port="-1" autoport="yes">' },
    { kind: 'come', text: '      <listen type="address" address="127.0.0.1"/>' },
    { kind: 'come', text: '    </graphics>' },
  ])
  expect(JSON.stringify(plan)).not.toContain('sesame')
  await addVncDisplay(live.core, key, ann)
  expect(vm(key).displays.toSorted()).toEqual(['spice', 'vnc'])
  expect(await virsh('dumpxml', '--inactive', '--security-info', name)).toContain("passwd='sesame'")
  expect(await planVncDisplay(live.core, key, ann)).toEqual({ lines: [], done: true })
  await virsh('undefine', name)
})

it('gives a running guest without any display one at its next start', { timeout: 30_000 }, async () => {
  const { name, key } = await define('')
  await startVm(live.core, key, ann)
  await addVncDisplay(live.core, key, ann)
  expect(vm(key).displays).toEqual([])
  expect((await planVncDisplay(live.core, key, ann)).done).toBe(true)
  await forceOffVm(live.core, key, ann)
  await startVm(live.core, key, ann)
  expect(vm(key).displays).toEqual(['vnc'])
  expect((await virsh('domdisplay', name)).trim()).toMatch(/^vnc:\/\/127\.0\.0\.1:/)
  await virsh('destroy', name)
  await virsh('undefine', name)
})

it('opens by the same click a VNC display that listens nowhere', { timeout: 30_000 }, async () => {
  const { name, key } = await define(`<graphics type='vnc'><listen type='none'/></graphics>`)
  expect(vm(key).displays).toEqual(['other'])
  const plan = await planVncDisplay(live.core, key, ann)
  expect(plan.done).toBe(false)
  expect(plan.lines.filter(({ kind }) => kind === 'come').map(({ text }) => text.trim())).toContain(
    '<listen type="address" address="127.0.0.1"/>',
  )
  await addVncDisplay(live.core, key, ann)
  expect(vm(key).displays).toEqual(['vnc'])
  await virsh('undefine', name)
})

it('goes to QEMU’s VNC itself where a definition has QEMU listen for WebSockets too', { timeout: 30_000 }, async () => {
  const { name, key } = await define(`<graphics type='vnc' autoport='yes' websocket='-1' listen='127.0.0.1'/>`)
  await startVm(live.core, key, ann)
  const running = await virsh('dumpxml', name)
  const [port, webSocket] = [/ port=['"](\d+)/, / websocket=['"](\d+)/].map(which => Number(which.exec(running)?.[1]))
  expect(webSocket).toBeGreaterThan(0)
  expect((await findDisplay(live.link, key.id)).address).toEqual({ host: '127.0.0.1', port })
  const { socket } = await openDisplay(live.link, key.id, new AbortController().signal)
  socket.destroy()
  await virsh('destroy', name)
  await virsh('undefine', name)
})

it('gives a guest a channel for its clipboard in the same way, and says what became of it', async () => {
  const { name, key } = await define(`<graphics type='vnc' autoport='yes' passwd='sesame'/>`)
  expect(await getClipboard(live.core, key, ann)).toEqual({ way: 'absent' })
  const plan = await planClipboard(live.core, key, ann)
  expect(plan.lines.map(({ text }) => text.trim())).toContain('<channel type="qemu-vdagent">')
  await addClipboard(live.core, key, ann)
  expect(await planClipboard(live.core, key, ann)).toEqual({ lines: [], done: true })
  expect(await virsh('dumpxml', '--inactive', '--security-info', name)).toContain("passwd='sesame'")
  await startVm(live.core, key, ann)
  // Nothing runs in it that could answer.
  expect(await getClipboard(live.core, key, ann)).toEqual({ way: 'silent' })
  await virsh('destroy', name)
  await virsh('undefine', name)
  const spicy = await define(`<graphics type='spice' autoport='yes'/>
    <channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/></channel>`)
  expect(await getClipboard(live.core, spicy.key, ann)).toEqual({ way: 'spice' })
  await expect(planClipboard(live.core, spicy.key, ann)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
  await virsh('undefine', spicy.name)
})

describe('changedLines', () => {
  it('shows what goes and what comes with two lines around', () => {
    const [before, after] = ['a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nX\nY\ne\nf\n']
    expect(changedLines(before, after).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      ...['same b', 'same c', 'gone d', 'come X', 'come Y', 'same e', 'same f'],
    ])
    expect(changedLines(before, before)).toEqual([])
  })
})
