import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SshTarget } from '@porthole/libvirt'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Sshd, startSshd } from '../../test/sshd.ts'
import { approveKey } from './approve-key.ts'
import { HostKeyError } from './host-key-error.ts'

let folder: string
let sshd: Sshd
const sshds: Sshd[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porthole-approve-'))
  sshd = await started()
})
afterEach(async () => {
  for (const one of sshds.splice(0)) await one.stop()
  await rm(folder, { recursive: true })
})

async function started(settings: Parameters<typeof startSshd>[0] = {}): Promise<Sshd> {
  const one = await startSshd(settings)
  sshds.push(one)
  return one
}

const target = (): SshTarget => ({ user: null, host: '127.0.0.1', port: sshd.port, known_hosts_verify: 'normal' })
const approve = (fingerprint: string, replaces: string | null = null) =>
  approveKey(target(), { folder, agent: null }, { fingerprint, replaces })
const kept = () => readFile(join(folder, 'known_hosts'), 'utf8').catch(() => '')

/** As ssh-keygen says it, which is what the host's administrator reads. */
async function fingerprintOf(host: Sshd): Promise<string> {
  const input = await host.keyscan()
  return execFileSync('ssh-keygen', ['-lf', '-'], { input, encoding: 'utf8' }).split(' ')[1] ?? ''
}

it('stores the approved key as ssh-keyscan prints it, for this user alone, and once', async () => {
  await approve(await fingerprintOf(sshd))
  expect(await kept()).toBe((await sshd.keyscan()).replace(/ \S+@\S+$/m, ''))
  expect((await stat(join(folder, 'known_hosts'))).mode & 0o777).toBe(0o600)
  await approve(await fingerprintOf(sshd))
  expect((await kept()).trim().split('\n')).toHaveLength(1)
})

it('stores nothing where the host shows another key than the approved one', async () => {
  const wrong = `SHA256:${'A'.repeat(43)}`
  const error = await approve(wrong).catch(error => error)
  expect(error).toBeInstanceOf(HostKeyError)
  expect(error.message).toContain(wrong)
  expect(error.message).toContain(await fingerprintOf(sshd))
  expect(await kept()).toBe('')
})

it('takes a changed key only where it is said which one it replaces, and keeps the other hosts', async () => {
  const before = await fingerprintOf(sshd)
  await approve(before)
  const others =
    'other.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxSvtwCB5bLh6JEVe6FLwyNmnCtJzBVd5EfBvxmPHvR\n# a note\n'
  await writeFile(join(folder, 'known_hosts'), others + (await kept()))
  const unchanged = await kept()
  const { port } = sshd
  await sshd.stop()
  sshd = await started({ port })
  const now = await fingerprintOf(sshd)
  for (const attempt of [approve(now), approve(now, now), approve(before), approve(before, before)]) {
    await expect(attempt).rejects.toMatchObject({
      reason: 'host-key',
      known: [before],
      shown: { type: 'ssh-ed25519', fingerprint: now },
      message: expect.stringContaining('nothing was stored'),
    })
  }
  expect(await kept()).toBe(unchanged)
  await approve(now, before)
  expect(await kept()).toBe(others + (await sshd.keyscan()).replace(/ \S+@\S+$/m, ''))
})

it('takes no key that was revoked, nor one that a pattern contradicts', async () => {
  const line = (await sshd.keyscan()).trim()
  await writeFile(join(folder, 'known_hosts'), `@revoked ${line}\n`)
  await expect(approve(await fingerprintOf(sshd))).rejects.toMatchObject({ verdict: 'revoked' })
  const stranger = await started()
  const [, ...strange] = (await stranger.keyscan()).trim().split(' ')
  const pattern = `[127.0.0.*]:${sshd.port} ${strange.join(' ')}\n`
  await writeFile(join(folder, 'known_hosts'), pattern)
  const known = await fingerprintOf(stranger)
  await approve(await fingerprintOf(sshd), known)
  expect(await kept()).toContain(pattern)
})

it('keeps both of two keys that are approved at once', async () => {
  const other = await started()
  const both = [sshd, other].map(async one =>
    approveKey(
      { ...target(), port: one.port },
      { folder, agent: null },
      { fingerprint: await fingerprintOf(one), replaces: null },
    ),
  )
  await Promise.all(both)
  expect((await kept()).trim().split('\n')).toHaveLength(2)
})
