import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { freePort } from '../../../e2e/lab/free-port.ts'

/** A PostgreSQL of its own on loopback, gone with the test. */
export interface Postgres {
  /** Makes an empty database and gives its DATABASE_URL. */
  makeDatabase(): Promise<string>
  /** As a restart of the machine would end it. */
  stop(): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}

export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'porthole-pg-'))
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : null
  if (user !== null) chownSync(folder, user.uid, user.gid)
  const program = (name: string) => join(binFolder(), name)
  const data = join(folder, 'data')
  const quick = ['--no-sync', '--auth=trust', '--username=porthole', '--encoding=UTF8', '--locale=C']
  execFileSync(program('initdb'), ['-D', data, ...quick], { ...user, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const address = (database: string) => `postgresql://porthole@127.0.0.1:${port}/${database}`
  let server: ChildProcess | null = null
  let made = 0

  const start = async () => {
    const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off']
    const args = ['-D', data, ...settings.flatMap(setting => ['-c', setting])]
    const child = spawn(program('postgres'), args, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
    server = child
    const lines = createInterface({ input: child.stderr })
    for await (const line of lines) if (line.includes('ready to accept connections')) break
    child.stderr.resume()
  }
  const stop = async () => {
    if (server === null || server.exitCode !== null) return
    const ended = once(server, 'exit')
    // SIGQUIT: at once, whoever is connected.
    server.kill('SIGQUIT')
    await ended
    server = null
  }
  await start()
  return {
    start,
    stop,
    async makeDatabase() {
      const client = new pg.Client({ connectionString: address('postgres') })
      await client.connect()
      const name = `porthole${++made}`
      await client.query(`CREATE DATABASE ${name}`)
      await client.end()
      return address(name)
    },
    async remove() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const idOf = (what: '-u' | '-g') => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))

/** Debian keeps the programs of each version apart; the newest is taken. */
function binFolder(): string {
  const root = '/usr/lib/postgresql'
  const newest = readdirSync(root)
    .map(Number)
    .sort((a, b) => b - a)[0]
  return join(root, String(newest), 'bin')
}
