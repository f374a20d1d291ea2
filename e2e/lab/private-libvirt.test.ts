import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildGuest } from './guest.ts'
import { guestDomain } from './guest-domain.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from './private-libvirt.ts'

describe('a private libvirt host', () => {
  let host: PrivateLibvirt
  let scratch: string
  beforeAll(async () => {
    host = await startPrivateLibvirt()
    scratch = await mkdtemp(join(tmpdir(), 'porthole-test-'))
  })
  afterAll(async () => {
    await host.stop()
    await rm(scratch, { recursive: true })
  })

  it('runs the guest: agent, picture by VNC, and it outlives its daemon', { timeout: 120_000 }, async () => {
    const guest = await buildGuest()
    const domain = guestDomain({
      name: 'lab-guest',
      kernel: await host.put(guest.kernel),
      initrd: await host.put(guest.initrd),
      commandLine: guest.commandLine,
    })
    await writeFile(join(scratch, 'guest.xml'), domain)
    await host.virsh('define', '--validate', join(scratch, 'guest.xml'))
    await host.virsh('start', 'lab-guest')
    const ping = () => host.virsh('qemu-agent-command', 'lab-guest', '{"execute":"guest-ping"}')
    await vi.waitFor(ping, { timeout: 60_000, interval: 200 })
    expect(await host.virsh('domstats', '--cpu-total', 'lab-guest')).toMatch(/cpu\.time=\d{9,}/)

    const port = /:(\d+)$/.exec(await host.virsh('domdisplay', 'lab-guest'))?.[1]
    const vnc = connect(5900 + Number(port), '127.0.0.1')
    const [greeting] = await once(vnc, 'data')
    vnc.destroy()
    expect(String(greeting)).toBe('RFB 003.008\n')

    await host.killDaemon()
    await expect(host.virsh('domstate', 'lab-guest')).rejects.toThrow('Failed to connect socket')
    await host.startDaemon()
    expect(await host.virsh('domstate', 'lab-guest')).toBe('running')
    await vi.waitFor(ping, { timeout: 20_000, interval: 200 })

    await host.virsh('shutdown', '--mode', 'acpi', 'lab-guest')
    await vi.waitFor(async () => expect(await host.virsh('domstate', 'lab-guest')).toBe('shut off'), {
      timeout: 30_000,
      interval: 200,
    })
  })

  it('leaves nothing behind', { timeout: 30_000 }, async () => {
    const other = await startPrivateLibvirt()
    expect(await other.virsh('list', '--all', '--name')).toBe('')
    await other.stop()
    await other.stop()
    expect(existsSync(dirname(other.socket))).toBe(false)
    await expect(other.virsh('list')).rejects.toThrow('Failed to connect socket')
  })
})
