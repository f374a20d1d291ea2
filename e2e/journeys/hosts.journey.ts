import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { makeAdministrator } from '../administrator.ts'
import { type Lab, startLab } from '../lab/lab.ts'
import { hostKeyFiles } from '../lab/lab-files.ts'
import type { LabHost } from '../lab/lab-host.ts'
import { type Porthole, startPorthole } from '../porthole.ts'

interface Fleet {
  readonly lab: Lab
  readonly data: string
  readonly porthole: Porthole
}

/** Two real hosts behind sshd, which know nothing of a Porthole that has none of them yet. */
const test = base.extend<{ fleet: Fleet }>({
  fleet: async ({ context }, use) => {
    const lab = await startLab({ hosts: 2 })
    const data = await mkdtemp(join(tmpdir(), 'porthole-'))
    const porthole = await startPorthole({ libvirtUri: 'test:///default', data })
    await makeAdministrator(context, porthole)
    await use({ lab, data, porthole })
    await porthole.stop()
    await rm(data, { recursive: true })
    await lab.stop()
  },
})

const step = (page: Page, name: string, state: 'worked' | 'failed' | 'not tried') =>
  page.getByRole('region', { name: 'Result of the test' }).getByText(`${name}: ${state}`)

/** Does on the host what the page says to run there. */
async function admitFromPage(page: Page, host: LabHost): Promise<void> {
  const line = await page.getByText(/^\(umask 077; /).textContent()
  await host.admit(/'(ssh-ed25519 [^']+)'/.exec(line ?? '')?.[1] ?? '')
}

const keyFile = ({ place, name }: LabHost) => hostKeyFiles(place.folder, name).hostKey

async function tryIt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Test connection' }).click()
}

/** What the host itself prints of its key. */
async function fingerprint(host: LabHost): Promise<string> {
  const printed = await host.exec('ssh-keygen', '-lf', keyFile(host))
  return /SHA256:\S+/.exec(printed)?.[0] ?? ''
}

test('add a host by SSH: a changed key is refused, then the log-in, then it works; cut it, heal it', async ({
  page,
  fleet,
}) => {
  const { lab, data, porthole } = fleet
  const [host, stranger] = lab.hosts as [LabHost, LabHost]
  // Porthole knows another key of the host: that of its neighbour.
  await mkdir(join(data, 'ssh'), { recursive: true, mode: 0o700 })
  const other = await stranger.exec('cat', keyFile(stranger))
  await writeFile(join(data, 'ssh', 'known_hosts'), `${host.address} ${other}\n`)

  await page.goto(`${porthole.url}/`)
  await page.getByRole('link', { name: 'Add host' }).click()
  await page.getByRole('textbox', { name: 'Host' }).fill(host.address)
  await page.getByRole('textbox', { name: 'Name' }).fill('kvm-01')
  await tryIt(page)
  await expect(step(page, 'Port', 'worked')).toBeVisible()
  await expect(step(page, 'Host key', 'failed')).toBeVisible()
  await expect(step(page, 'Log-in', 'not tried')).toBeVisible()
  await expect(page.getByText('The host shows another key than before')).toBeVisible()

  const typed = page.getByRole('textbox', { name: 'Fingerprint that the host itself prints' })
  const replace = page.getByRole('button', { name: 'Trust the new key instead' })
  await typed.fill(await fingerprint(stranger))
  await expect(page.getByText('This is not the key that the host shows')).toBeVisible()
  await expect(replace).toHaveAttribute('aria-disabled', 'true')
  await typed.fill(await fingerprint(host))
  await replace.click()

  await expect(step(page, 'Host key', 'worked')).toBeVisible()
  await expect(step(page, 'Log-in', 'failed')).toBeVisible()
  await admitFromPage(page, host)
  await tryIt(page)
  await expect(page.getByText('The connection works.')).toBeVisible()
  await page.getByRole('button', { name: 'Add host' }).click()

  await expect(page).toHaveURL(/\/hosts\/kvm-01$/)
  await expect(page.getByRole('heading', { name: 'kvm-01', level: 1 })).toBeVisible()
  const head = page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) })
  await expect(head.getByText('connected')).toBeVisible()
  await expect(page.getByText(`qemu+ssh://root@${host.address}/system`)).toBeVisible()
  await expect(page.getByText(/^node 0: \d+ CPUs/)).toBeVisible()

  await host.cut()
  await expect(head.getByText('away')).toBeVisible({ timeout: 60_000 })
  await expect(head.getByText(/^last seen /)).toBeVisible()
  await host.heal()
  await expect(head.getByText('connected')).toBeVisible({ timeout: 60_000 })
})

test('a new key is trusted by a look; the host is marked, put into maintenance and removed', async ({
  page,
  fleet,
}) => {
  const { lab, porthole } = fleet
  const [host] = lab.hosts as [LabHost]
  await page.goto(`${porthole.url}/hosts/new`)
  await page.getByRole('textbox', { name: 'Host' }).fill(host.address)
  await tryIt(page)
  await expect(page.getByText('Is this the host’s key?')).toBeVisible()
  await expect(page.getByText(await fingerprint(host), { exact: true })).toBeVisible()
  await admitFromPage(page, host)
  await page.getByRole('button', { name: 'It is the same: trust it' }).click()
  await expect(page.getByText('The connection works.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Name' }).fill('kvm-02')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'kvm-02', level: 1 })).toBeVisible()

  const choose = async (entry: string) => {
    await page.getByRole('button', { name: 'All actions on kvm-02' }).click()
    await page.getByRole('menuitem', { name: entry }).click()
  }
  await choose('Edit')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Labels' }).fill('rack:4 prod')
  await dialog.getByRole('radio', { name: 'teal' }).check()
  await dialog.getByRole('textbox', { name: 'Notes' }).fill('New fans in spring.')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('rack:4')).toBeVisible()
  await expect(page.getByText('New fans in spring.')).toBeVisible()

  await expect(page.getByRole('link', { name: 'New VM' })).toBeVisible()
  await choose('Begin maintenance')
  await expect(page.getByText('Nothing starts here')).toBeVisible()
  await expect(page.getByRole('link', { name: 'New VM' })).toBeHidden()
  await page.getByRole('button', { name: 'End maintenance' }).click()
  await expect(page.getByRole('link', { name: 'New VM' })).toBeVisible()

  await choose('Remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page).toHaveURL(`${porthole.url}/`)
  await expect(page.getByRole('link', { name: 'kvm-02' })).toHaveCount(0)
})

test('TLS begins with a script for the host; TCP without encryption waits for a word; a wrong address says which step failed', async ({
  page,
  fleet,
}) => {
  const { lab, porthole } = fleet
  const [host] = lab.hosts as [LabHost]
  await page.goto(`${porthole.url}/hosts/new`)
  await page.getByText('TLS', { exact: true }).click()
  await page.getByRole('button', { name: 'Make the script' }).click()
  await expect(page.getByText('Give the name or address of the host.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Host' }).fill('kvm-03.example.org')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Make the script' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('porthole-tls-kvm-03.example.org.sh')
  expect(await readFile(await file.path(), 'utf8')).toMatch(/^#!\/bin\/sh\n.*kvm-03\.example\.org/)
  await expect(page.getByText(/holds the host’s private key/)).toBeVisible()
  await page.getByText('TCP', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Host' }).fill(host.address)
  await page.getByRole('button', { name: 'Add host' }).click()
  await expect(page.getByText('Confirm it, or choose SSH or TLS.')).toBeVisible()
  await page.getByRole('checkbox', { name: /Nothing on this connection is encrypted/ }).check()
  await page.getByRole('textbox', { name: 'Port' }).fill('1')
  await tryIt(page)
  await expect(step(page, 'Port', 'failed')).toBeVisible()
  await page.getByRole('textbox', { name: 'Port' }).fill('')
  await tryIt(page)
  await expect(page.getByText('The connection works.')).toBeVisible()
})
