import { expect, expectState, test, vmRow } from '../fixtures.ts'

test('what virsh does on the side appears by itself', async ({ page, host }) => {
  await page.goto('/')
  await host.define('aside')
  await expectState(page, 'aside', 'shut off')
  await host.virsh('start', 'aside', '--paused')
  await expectState(page, 'aside', 'paused')
  await host.virsh('resume', 'aside')
  await expectState(page, 'aside', 'running')
  await host.virsh('destroy', 'aside')
  await expectState(page, 'aside', 'shut off')
  await host.virsh('undefine', 'aside')
  await expect(vmRow(page, 'aside')).toHaveCount(0)
})

test('libvirtd is killed and started again: the page says so, and recovers by itself', async ({ page, host }) => {
  await host.define('survivor')
  await host.virsh('start', 'survivor', '--paused')
  await page.goto('/')
  await expectState(page, 'survivor', 'paused')

  await host.killDaemon()
  await expect(vmRow(page, 'survivor').getByText('was paused')).toBeVisible()
  await expect(vmRow(page, 'survivor').getByText(/last seen/)).toBeVisible()
  await expect(
    page
      .getByText(/libvirt/)
      .filter({ hasText: /Start libvirtd|not running|closed the connection/ })
      .first(),
  ).toBeVisible()

  await host.startDaemon()
  await expectState(page, 'survivor', 'paused')
  await host.virsh('resume', 'survivor')
  await expectState(page, 'survivor', 'running')
  await host.remove('survivor')
})

test('a line that died without a word, as after sleep: nothing old looks live, and it heals by itself', async ({
  page,
  host,
}) => {
  await host.define('sleeper')
  let [dead, lost] = [false, false]
  await page.routeWebSocket(/\/events$/, socket => {
    const server = socket.connectToServer()
    const own = { dead: false }
    server.onMessage(message => {
      own.dead ||= dead
      lost ||= own.dead
      if (!own.dead) socket.send(message)
    })
  })
  await page.clock.install()
  await page.goto('/')
  await expectState(page, 'sleeper', 'shut off')
  dead = true
  await host.virsh('start', 'sleeper', '--paused')
  await expect.poll(() => lost).toBe(true)
  dead = false
  await expectState(page, 'sleeper', 'shut off')
  await page.clock.fastForward(40_000)
  await expectState(page, 'sleeper', 'paused')
  await host.remove('sleeper')
})
