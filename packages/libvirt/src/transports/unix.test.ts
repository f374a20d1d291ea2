import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unixTransport } from './unix.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'libvirt-unix-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

// A socket file whose listener died without removing it.
function abandoned(path: string): string {
  const die = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  expect(spawnSync(process.execPath, ['-e', die]).signal).toBe('SIGKILL')
  return path
}

test('a socket that does not exist', async () => {
  const path = join(folder, 'none')
  const error = await unixTransport(path)
    .open()
    .catch(reason => reason)
  expect(error).toMatchObject({ name: 'TransportError', reason: 'absent' })
  expect(error.message).toMatch(/\/none does not exist\. Install libvirt .* or start libvirtd\.$/)
})

test('none of several sockets exists', async () => {
  const error = await unixTransport([join(folder, 'a'), join(folder, 'b')])
    .open()
    .catch(reason => reason)
  expect(error).toMatchObject({ reason: 'absent' })
  expect(error.message).toMatch(/\/a and .*\/b does not exist/)
})

test('a socket that nobody listens on', async () => {
  const path = abandoned(join(folder, 'dead'))
  await expect(unixTransport([path, join(folder, 'none')]).open()).rejects.toMatchObject({ reason: 'refused' })
})

test('a path that is no socket', async () => {
  const path = join(folder, 'file')
  writeFileSync(path, '')
  await expect(unixTransport(path).open()).rejects.toMatchObject({ name: 'TransportError', reason: 'refused' })
})

test('the first socket that answers is taken', async () => {
  const path = join(folder, 'alive')
  const server = createServer(socket => socket.end('hello'))
  await new Promise<void>(resolve => server.listen(path, resolve))
  const socket = await unixTransport([join(folder, 'none'), abandoned(join(folder, 'dead')), path]).open()
  const [greeting] = await once(socket, 'data')
  expect(String(greeting)).toBe('hello')
  await new Promise(resolve => server.close(resolve))
})

test('a signal that is already aborted opens nothing', async () => {
  await expect(unixTransport(join(folder, 'none')).open(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
})

// Root may open everything, and the identity of a process cannot be changed in a thread of vitest: so a process of its own tries.
test('a socket that this user may not open', async () => {
  const path = join(folder, 'private')
  const server = createServer()
  await new Promise<void>(resolve => server.listen(path, resolve))
  chmodSync(path, 0)
  chmodSync(folder, 0o755)
  const script = join(folder, 'try.mjs')
  writeFileSync(
    script,
    `
    import { unixTransport } from '${transpiled('transports/unix.ts')}'
    if (process.getuid() === 0) process.seteuid(65534)
    unixTransport(${JSON.stringify(path)}).open().catch(({ reason, message }) => console.log(JSON.stringify({ reason, message })))
  `,
  )
  const error = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }))
  await new Promise(resolve => server.close(resolve))
  expect(error.reason).toBe('permission')
  expect(error.message).toBe(`This user may not open ${path}. Add the user to the group libvirt and log in again.`)
})

function transpiled(file: string): string {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  mkdirSync(join(folder, 'transports'))
  for (const name of ['errors.ts', 'transports/open-socket.ts', 'transports/one-buffer.ts', file]) {
    const source = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
    const compilerOptions = {
      module: ModuleKind.ESNext,
      target: ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    }
    writeFileSync(join(folder, name.replace('.ts', '.js')), transpileModule(source, { compilerOptions }).outputText)
  }
  return join(folder, file.replace('.ts', '.js'))
}
