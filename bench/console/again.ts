import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeAdministrator } from '../../e2e/administrator.ts'
import { freePort } from '../../e2e/lab/free-port.ts'
import { startPorthole } from '../../e2e/porthole.ts'
import type { Figure } from '../figures.ts'
import { onStage } from '../first-window/stage.ts'

const rounds = 5

/** A server that restarts under an open console: from the moment that it is there again to the live picture. */
export async function again(): Promise<Figure[]> {
  return await onStage(async ({ host, browser }) => {
    await host.virsh('start', 'busy')
    const data = await mkdtemp(join(tmpdir(), 'porthole-again-'))
    const start = async () => startPorthole({ libvirtUri: host.uri, data, listen })
    const listen = `127.0.0.1:${await freePort()}`
    let porthole = await start()
    const context = await browser.newContext({ baseURL: porthole.url })
    await makeAdministrator(context, porthole)
    const page = await context.newPage()
    await page.goto(`/vms/${(await host.virsh('domuuid', 'busy')).trim()}/console`)
    const live = page.locator('[data-phase=connected]')
    await live.waitFor()
    const took: number[] = []
    for (let round = 0; round < rounds; round++) {
      await porthole.stop()
      await page.locator('[data-phase=waiting]').waitFor()
      porthole = await start()
      const ready = performance.now()
      await live.waitFor()
      took.push(performance.now() - ready)
    }
    await context.close()
    await porthole.stop()
    await rm(data, { recursive: true })
    const slowest = Math.max(...took) / 1000
    return [{ name: 'console again after a restart of the server, slowest', value: slowest, atMost: 3, unit: 's' }]
  })
}
