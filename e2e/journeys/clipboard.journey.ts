import { expectPicture } from '../console-picture.ts'
import { expect, expectAgent, test } from '../fixtures.ts'
import { guestShell } from '../guest-shell.ts'

/** Messages of an agent in a guest: https://www.spice-space.org/agent-protocol.html, all for the client's port. */
const types = { text: 4, capabilities: 6, grab: 7, request: 8 } as const
const utf8 = number(1)

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
function message(type: number, ...data: Buffer[]): Buffer {
  const body = Buffer.concat(data)
  const head = [number(1), number(type), number(0), number(0), number(body.length)]
  return Buffer.concat([number(1), number(20 + body.length), ...head, body])
}
const quoted = (bytes: Buffer) => `'${[...bytes].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('')}'`

/** An agent in a shell's words: it says what is written to /tmp/say, and what it heard is in /tmp/heard. */
const agent = `for port in /sys/class/virtio-ports/*; do
    [ "$(cat $port/name)" = com.redhat.spice.0 ] && exec 3<> /dev/\${port##*/}
  done
  mkfifo /tmp/say; cat <&3 > /tmp/heard & while :; do cat /tmp/say >&3; done`

test('a guest without a channel for its clipboard gets one from its next start on, and text goes both ways', async ({
  page,
  host,
}) => {
  const id = await host.define('copyist')
  await host.virsh('start', 'copyist')
  await page.goto(`/vms/${id}/console`)
  await expect(page.locator('[data-phase=connected]')).toBeVisible({ timeout: 30_000 })
  const open = () => page.getByRole('button', { name: 'Clipboard', exact: true }).click()
  await open()
  await expect(page.getByText('This guest has no channel for its clipboard.')).toBeVisible()
  await expect(page.getByRole('img', { name: 'What changes in the definition' })).toContainText('qemu-vdagent')
  await page.getByRole('button', { name: 'Add a clipboard channel' }).click()
  await expect(page.getByText('It has a channel from its next start on.')).toBeVisible()
  await page.getByRole('region', { name: 'Clipboard' }).getByRole('button', { name: 'Close' }).click()

  await host.virsh('destroy', 'copyist')
  await host.virsh('start', 'copyist')
  await expectAgent(host, 'copyist')
  await expectPicture(page)
  await open()
  await expect(page.getByText('No agent answers in the guest.')).toBeVisible()
  const guest = guestShell(host, 'copyist')
  await guest.start(agent)
  const say = (...messages: Buffer[]) => guest.run(`printf ${quoted(Buffer.concat(messages))} > /tmp/say`)
  await expect(page.getByText('The agent in the guest answers')).toBeVisible()

  /** It shares clipboards by demand, and nothing else. */
  await say(message(types.capabilities, number(0), number(1 << 5)))
  await say(message(types.grab, utf8), message(types.text, utf8, Buffer.from('from the guest: é')))
  await expect(page.getByLabel('Copied in the guest')).toHaveValue('from the guest: é')

  await page.getByLabel('Text for the clipboard of the guest').fill('to the guest: ü')
  await page.getByRole('button', { name: 'Give it to the guest' }).click()
  const heard = async () => {
    await say(message(types.request, utf8))
    return await guest.run('cat /tmp/heard')
  }
  await expect.poll(heard).toContain('to the guest: ü')
  await host.remove('copyist')
})
