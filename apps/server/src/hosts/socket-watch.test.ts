import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { watchSocket } from './socket-watch.ts'

it('tells of a folder that had to be made first, of a socket in it, and of nothing after its signal', async () => {
  const root = await mkdtemp(join(tmpdir(), 'porthole-socket-'))
  const stopping = new AbortController()
  let told = 0
  let tell = () => {}
  const appearance = () =>
    new Promise<void>(resolve => {
      tell = resolve
    })
  const appeared = () => {
    told++
    tell()
  }
  const folder = appearance()
  watchSocket(join(root, 'libvirt', 'libvirt-sock'), appeared, stopping.signal)
  await mkdir(join(root, 'libvirt'))
  await folder
  const socket = appearance()
  await writeFile(join(root, 'libvirt', 'libvirt-sock'), '')
  await socket
  stopping.abort()
  const before = told
  await rm(root, { recursive: true })
  expect(told).toBe(before)
})
