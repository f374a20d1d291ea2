import { EventEmitter } from 'node:events'
import { DomainModificationImpact, openPool, unixTransport } from '@porthole/libvirt'
import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { defineGuest } from '../../test/guest.ts'
import { liveCore } from '../../test/live-core.ts'
import { DomainWatch } from './domain-watch.ts'
import { Inventory } from './inventory.ts'
import { looks } from './silent-changes.ts'

it('finds a disk that was attached to the configuration alone, of which libvirt tells nothing', async () => {
  await using live = await liveCore('qemu:///system')
  const guest = await defineGuest(live.link, 'silent')
  const pool = openPool({ transport: unixTransport(), uri: 'qemu:///system' })
  const inventory = new Inventory('here', new EventEmitter())
  const watch = new DomainWatch(pool, 'here', inventory, pino({ level: 'silent' }), () => {})
  try {
    await watch.start()
    expect(inventory.get(guest.uuid)?.diskPaths).toEqual([])
    const { dom } = await pool.call('domainLookupByUuid', { uuid: guest.uuid })
    const xml = `<disk type='file'><source file='/silent.img'/><target dev='hda' bus='ide'/></disk>`
    await pool.call('domainAttachDeviceFlags', { dom, xml, flags: DomainModificationImpact.CONFIG })
    const corrected = watch.corrected
    for (let look = 0; look < looks; look++) await watch.resync()
    expect(inventory.get(guest.uuid)?.diskPaths).toEqual(['/silent.img'])
    expect(watch.corrected).toBeGreaterThan(corrected)
    const parsed = vi.spyOn(watch, 'refresh')
    for (let look = 0; look < looks; look++) await watch.resync()
    expect(parsed).not.toHaveBeenCalledWith(guest.uuid)
  } finally {
    watch.stop()
    await guest.remove()
    await pool.close()
  }
})
