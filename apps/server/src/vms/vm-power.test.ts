import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore, whole } from '../../test/live-core.ts'
import { tagVm } from '../access/tag-vm.ts'
import { discardSavedState } from './discard-saved-state.ts'
import { forceOffVm } from './force-off-vm.ts'
import { getVm } from './get-vm.ts'
import { getVmScreen } from './get-vm-screen.ts'
import { injectNmi } from './inject-nmi.ts'
import { listVms } from './list-vms.ts'
import { pauseVm } from './pause-vm.ts'
import { resetVm } from './reset-vm.ts'
import { restoreVm } from './restore-vm.ts'
import { resumeVm } from './resume-vm.ts'
import { saveVm } from './save-vm.ts'
import { shutDownVm } from './shut-down-vm.ts'
import { startVm } from './start-vm.ts'
import { takeScreenshot } from './take-screenshot.ts'

const ann = caller()
let live: LiveCore
let guest: Guest
beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guest = await defineGuest(live.link, 'power', { password: 'h1dden', devices: "<serial type='pty'/>" })
  await live.link.refresh(guest.uuid)
})
afterAll(async () => {
  await guest?.remove()
  await live[Symbol.asyncDispose]()
})

const state = () => live.core.hosts.findVm({ id: guest.uuid }).vm.state
/** libvirt's own client as the oracle. */
const virsh = async (...args: string[]) =>
  (await promisify(execFile)('virsh', ['-c', 'qemu:///system', ...args])).stdout.trim()

it('does each power act, shows it in its reply’s wake, and virsh agrees', { timeout: 30_000 }, async () => {
  const key = { id: guest.uuid }
  const acts = [
    [startVm, 'running', 'running'],
    [pauseVm, 'paused', 'paused'],
    [resumeVm, 'running', 'running'],
    [injectNmi, 'running', 'running'],
    [resetVm, 'running', 'running'],
    [shutDownVm, 'running', 'running'],
    [saveVm, 'saved', 'shut off'],
    [restoreVm, 'running', 'running'],
    [forceOffVm, 'shut-off', 'shut off'],
  ] as const
  for (const [act, ours, theirs] of acts) {
    await act(live.core, key, ann)
    expect([act.name, state()]).toEqual([act.name, ours])
    expect(await virsh('domstate', guest.name)).toBe(theirs)
  }
  await startVm(live.core, key, ann)
  await saveVm(live.core, key, ann)
  await discardSavedState(live.core, key, ann)
  expect(state()).toBe('shut-off')
})

it('passes on that libvirt refuses, as a fault with libvirt’s words', async () => {
  await expect(pauseVm(live.core, { id: guest.uuid }, ann)).rejects.toMatchObject({
    code: 'WRONG_STATE',
    data: { libvirt: { procedure: 'domainSuspend' } },
  })
})

it('lets one win of two who do the same at the same moment, and tells the other how it is by now', async () => {
  const key = { id: guest.uuid }
  const ben = caller(undefined, 'session-2')
  for (const [act, becomes] of [
    [startVm, 'running'],
    [forceOffVm, 'shut-off'],
  ] as const) {
    const both = await Promise.allSettled([act(live.core, key, ann), act(live.core, key, ben)])
    const failed = both.filter(result => result.status === 'rejected')
    expect(failed).toMatchObject([{ reason: { code: 'WRONG_STATE' } }])
    expect(state()).toBe(becomes)
  }
})

it('gives its tags to other tools, in the metadata that virsh shows', async () => {
  await tagVm(live.core, { id: guest.uuid, tags: ['web', 'a&b'] }, ann)
  const shown = () => virsh('metadata', guest.name, 'urn:porthole:tags:1')
  expect((await shown()).replace(/\s/g, '')).toBe('<tags><tag>a&amp;b</tag><tag>web</tag></tags>')
  await tagVm(live.core, { id: guest.uuid, tags: [] }, ann)
  await expect(shown()).rejects.toThrow(/metadata/)
})

it('tells a VM with its XML but not its password, live and off', async () => {
  const off = await getVm(live.core, { id: guest.uuid }, ann)
  expect(off).toMatchObject({ name: guest.name, arch: 'x86_64', serials: 1, stuckInKvm: false, disks: [], nics: [] })
  await startVm(live.core, { id: guest.uuid }, ann)
  const on = await getVm(live.core, { id: guest.uuid }, ann)
  expect(on.xml).toMatch(/<domain type='qemu' id='\d+'>/)
  for (const { xml } of [off, on]) expect(xml).not.toMatch(/passwd|h1dden/)
  expect(JSON.stringify(await whole(await listVms(live.core, {}, ann)))).not.toContain('h1dden')
})

it('shows a picture no wider than asked, or whole as a PNG, and none when off', async () => {
  const file = await getVmScreen(live.core, { id: guest.uuid, width: 200 }, ann)
  expect(file.type).toBe('image/webp')
  const { width, format } = await sharp(await file.arrayBuffer()).metadata()
  expect({ width, format }).toEqual({ width: 200, format: 'webp' })
  const whole = await takeScreenshot(live.core, { id: guest.uuid }, ann)
  expect(whole).toMatchObject({ type: 'image/png', name: `${guest.uuid}.png` })
  // Its firmware takes a moment to draw.
  const picture = async () =>
    sharp(await (await takeScreenshot(live.core, { id: guest.uuid }, ann)).arrayBuffer()).metadata()
  await expect.poll(picture, { timeout: 10_000 }).toMatchObject({ format: 'png', width: 720, height: 400 })
  await forceOffVm(live.core, { id: guest.uuid }, ann)
  await expect(getVmScreen(live.core, { id: guest.uuid, width: 200 }, ann)).rejects.toMatchObject({
    code: 'NO_PICTURE',
  })
})

it('lists only what the caller may see, with what they may do', async () => {
  expect(await whole(await listVms(live.core, {}, caller([])))).toEqual({ vms: [], away: [] })
  const { vms } = await whole(await listVms(live.core, {}, caller(['vm.see', 'vm.power'])))
  expect(vms.find(vm => vm.id === guest.uuid)?.can).toEqual(['vm.see', 'vm.power'])
  expect(Object.keys(vms[0] ?? {})).not.toContain('dom')
})
