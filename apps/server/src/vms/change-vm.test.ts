import { execFileSync } from 'node:child_process'
import { contract } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineGuest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { changeVm } from './change-vm.ts'
import { getVm } from './get-vm.ts'
import { startVm } from './start-vm.ts'

let live: LiveCore
beforeAll(async () => {
  live = await liveCore('qemu:///system')
})
afterAll(() => live[Symbol.asyncDispose]())

const ann = caller()
const virsh = (...args: string[]) => execFileSync('virsh', ['-c', 'qemu:///system', ...args], { encoding: 'utf8' })

it('writes what people say of a VM, off and on, leaves what it was not given, and takes away what is empty', async () => {
  const guest = await defineGuest(live.link, 'said')
  try {
    const { id, host } = await live.vm(guest.name)
    const key = { id, host }
    await changeVm(live.core, { ...key, title: 'Web <1> & "2"', description: 'first\nsecond' }, ann)
    expect(virsh('desc', guest.name, '--title').trim()).toBe('Web <1> & "2"')
    expect(await getVm(live.core, key, ann)).toMatchObject({ title: 'Web <1> & "2"', description: 'first\nsecond' })

    await startVm(live.core, key, ann)
    await changeVm(live.core, { ...key, title: '' }, ann)
    for (const which of ['--live', '--config']) {
      expect(virsh('desc', guest.name, '--title', which).trim(), which).toContain('No title')
      expect(virsh('desc', guest.name, which).trim(), which).toBe('first\nsecond')
    }
    expect(await live.vm(guest.name)).toMatchObject({ title: null })
  } finally {
    await guest.remove()
  }
})

it('has a VM started with its host, or not', async () => {
  const guest = await defineGuest(live.link, 'early')
  try {
    const { id, host } = await live.vm(guest.name)
    for (const autostart of [true, true, false]) {
      await changeVm(live.core, { id, host, autostart }, ann)
      expect(await live.vm(guest.name)).toMatchObject({ autostart })
      expect(virsh('dominfo', guest.name)).toMatch(autostart ? /Autostart: +enable/ : /Autostart: +disable/)
    }
  } finally {
    await guest.remove()
  }
})

it('takes what people write in any language, and nothing that would keep libvirt from reading the VM again', () => {
  const refused = (entry: { '~orpc': { inputSchema?: unknown } }, more: object) => {
    const schema = entry['~orpc'].inputSchema as { safeParse(input: object): { success: boolean } }
    return !schema.safeParse({ id: crypto.randomUUID(), ...more }).success
  }
  const { changeVm } = contract.vms
  const { createSnapshot, describeSnapshot } = contract.snapshots
  for (const text of ['می‌خواهم', '👩‍💻 größe <b> & "x"', 'a\tb\nc']) {
    expect(refused(changeVm, { description: text }), text).toBe(false)
    expect(refused(createSnapshot, { name: 'a', description: text }), text).toBe(false)
  }
  expect(refused(changeVm, { title: 'می‌خواهم 👩‍💻' })).toBe(false)
  for (const bad of ['\0', '\u0001', '\u001b', '\u007f', '\uffff', '\ud800']) {
    const text = `a${bad}b`
    expect(refused(changeVm, { title: text }), JSON.stringify(bad)).toBe(true)
    expect(refused(changeVm, { description: text }), JSON.stringify(bad)).toBe(true)
    expect(refused(createSnapshot, { name: 'a', description: text }), JSON.stringify(bad)).toBe(true)
    expect(refused(describeSnapshot, { name: 'a', description: text }), JSON.stringify(bad)).toBe(true)
  }
  expect(refused(changeVm, { title: 'two\nlines' })).toBe(true)
})
