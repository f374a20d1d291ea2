import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { backoffMs, patience } from './patience.ts'

it('waits 1, 2, 4 … 30 s, a quarter longer or shorter', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(attempt => backoffMs(attempt, () => 0.5))).toEqual([
    1000, 2000, 4000, 8000, 16000, 30000, 30000,
  ])
  expect(backoffMs(0, () => 0)).toBe(750)
  expect(backoffMs(0, () => 1)).toBe(1250)
})

it('is woken by a socket that appears, and by a folder that had to be made first', async () => {
  const root = await mkdtemp(join(tmpdir(), 'porthole-patience-'))
  const signal = new AbortController().signal
  const folder = patience(50, join(root, 'libvirt', 'libvirt-sock'), signal)
  await mkdir(join(root, 'libvirt'))
  expect(await folder).toBe(true)
  const socket = patience(50, join(root, 'libvirt', 'libvirt-sock'), signal)
  await writeFile(join(root, 'libvirt', 'libvirt-sock'), '')
  expect(await socket).toBe(true)
  await rm(root, { recursive: true })
})

it('ends with its signal', async () => {
  expect(await patience(50, null, AbortSignal.abort())).toBe(true)
})
