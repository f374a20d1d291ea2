import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { freePort } from '../../../e2e/lab/free-port.ts'

const run = promisify(execFile)

/** A real sshd of its own on the loopback, which logs this user in by key. */
export interface Sshd {
  readonly pid: number
  readonly port: number
  readonly user: string
  /** The lines that a known_hosts file needs, as ssh-keyscan prints them. */
  keyscan(): Promise<string>
  /** Lets a key in: a line for authorized_keys. */
  authorize(line: string): Promise<void>
  /** Ends it with SIGKILL, and each session with it. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export interface SshdSettings {
  /** Lines for sshd_config. */
  readonly settings?: string
  /** The only programs that a session finds, by where they are; default: the machine's. */
  readonly programs?: readonly string[]
  readonly hostKeys?: readonly string[]
  readonly port?: number
}

/** Starts sshd. Needs root, as it makes its privilege separation folder. */
export async function startSshd({
  settings = '',
  programs,
  hostKeys = ['ed25519'],
  port,
}: SshdSettings = {}): Promise<Sshd> {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-sshd-'))
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  const authorized = join(folder, 'authorized_keys')
  await writeFile(authorized, '')
  for (const type of hostKeys) await run('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', join(folder, `host_${type}`)])
  const listenOn = port ?? (await freePort())
  const path = programs === undefined ? '' : ` PATH=${await binFolder(folder, programs)}`
  await writeFile(
    join(folder, 'sshd_config'),
    `ListenAddress 127.0.0.1
Port ${listenOn}
${hostKeys.map(type => `HostKey ${join(folder, `host_${type}`)}`).join('\n')}
PidFile none
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
AuthorizedKeysFile ${authorized}
MaxStartups 100
# Away from the shell's start-up files of whoever runs the tests: they take long, and may not outlive a SIGKILL well.
SetEnv HOME=${folder}${path}
${settings}
`,
  )
  // A session of its own, so that it can be ended with all that it started.
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  await listening(sshd)
  const kill = async () => {
    if (sshd.exitCode !== null || sshd.signalCode !== null) return
    const gone = once(sshd, 'exit')
    for (const pid of [...(await descendants(sshd.pid ?? 0)), sshd.pid ?? 0]) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // it was quicker
      }
    }
    await gone
  }
  return {
    pid: sshd.pid ?? 0,
    port: listenOn,
    user: userInfo().username,
    keyscan: async () => {
      const lines = await Promise.all(hostKeys.map(type => readFile(join(folder, `host_${type}.pub`), 'utf8')))
      return lines.map(line => `[127.0.0.1]:${listenOn} ${line}`).join('')
    },
    authorize: line => appendFile(authorized, `${line}\n`),
    kill,
    stop: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function binFolder(folder: string, programs: readonly string[]): Promise<string> {
  const bin = join(folder, 'bin')
  await mkdir(bin)
  for (const program of programs) {
    const { stdout } = await run('sh', ['-c', 'command -v "$1"', 'sh', program])
    await run('ln', ['-s', stdout.trim(), join(bin, program)])
  }
  return bin
}

async function listening(sshd: ChildProcess): Promise<void> {
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    if (sshd.stderr === null) return reject(new Error('sshd has no output'))
    createInterface({ input: sshd.stderr }).on('line', line => {
      said.push(line)
      if (line.includes('Server listening')) resolve()
    })
    sshd.once('exit', () => reject(new Error(`sshd did not start:\n${said.join('\n')}`)))
  })
}

/** All processes below one: a session of sshd outlives the listener else. */
async function descendants(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const children = text.split(' ').filter(Boolean).map(Number)
  return [...(await Promise.all(children.map(descendants))).flat(), ...children]
}
