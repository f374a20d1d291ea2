import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Postgres {
  /** What DATABASE_URL takes. The database is empty. */
  readonly url: string
  /** Ends the server and deletes its data. */
  stop(): Promise<void>
}

/** Starts a throw-away PostgreSQL on the loopback from Debian's binaries; no service of the system is touched. */
export async function startPostgres(): Promise<Postgres> {
  const binaries = await newestBinaries()
  const folder = await mkdtemp(join(tmpdir(), 'porthole-postgres-'))
  if (isRoot) await run('chown', ['postgres:', folder])
  await chmod(folder, 0o700)
  const data = join(folder, 'data')
  const port = await freePort()
  const initialise = [join(binaries, 'initdb'), '-D', data, '-U', 'porthole', '-A', 'trust', '-E', 'UTF8', '--no-sync']
  await run('setpriv', [...asPostgres, ...initialise], { cwd: '/' })
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off']
  const server = spawn(
    'setpriv',
    [...asPostgres, '--pdeathsig=INT', join(binaries, 'postgres'), '-D', data, ...settings.flatMap(s => ['-c', s])],
    { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await untilReady(server)
  } catch (error) {
    await remove()
    throw error
  }
  return {
    url: `postgresql://porthole@127.0.0.1:${port}/postgres`,
    stop: async () => {
      if (server.exitCode === null) {
        const gone = once(server, 'exit')
        server.kill('SIGINT')
        await gone
      }
      await remove()
    },
  }
}

const isRoot = process.getuid?.() === 0

/** PostgreSQL refuses to run as root. */
const asPostgres = isRoot ? ['--reuid=postgres', '--regid=postgres', '--clear-groups'] : []

/** Debian keeps each major version's programs in a folder of its own, none of them on the PATH. */
async function newestBinaries(): Promise<string> {
  const versions = await readdir('/usr/lib/postgresql')
  const newest = versions.map(Number).sort((a, b) => b - a)[0]
  return `/usr/lib/postgresql/${newest}/bin`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

async function untilReady(server: ChildProcess): Promise<void> {
  const { stderr } = server
  if (stderr === null) throw new Error('PostgreSQL has no output to read')
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: stderr }).on('line', line => {
      lines.push(line)
      if (line.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('close', () => reject(new Error(`PostgreSQL did not start:\n${lines.join('\n')}`)))
  })
}
