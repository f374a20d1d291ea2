// npm run lab: real libvirt hosts on this machine, to try things on and to break.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Lab, openLab, saveLab, startLab } from './lab.ts'
import type { LabHost } from './lab-host.ts'
import { LabError } from './lab-slot.ts'

const folder = join(import.meta.dirname, '../../.cache/lab')
function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

const usage = `npm run lab -- up N [--shared]          N hosts, and where asked one folder for all: /srv/shared
npm run lab -- status                   the hosts, and how libvirt clients reach them
npm run lab -- address host2            its address alone
npm run lab -- exec host2 virsh list    runs a program there
npm run lab -- admit KEY.pub            lets an SSH key in, and prints the hosts' own for known_hosts
npm run lab -- cut host2                loses every packet to and from it
npm run lab -- slow host2 200ms         holds every packet to and from it for so long, each way
npm run lab -- heal host2               takes cut and delay away
npm run lab -- kill host2 [libvirtd]    pulls its plug, or kills its daemon alone
npm run lab -- start host2              starts what was killed
npm run lab -- down                     ends everything and leaves nothing behind`

type Act = (host: LabHost, ...rest: string[]) => Promise<void>

/** What is done to one host. */
const acts: Readonly<Record<string, Act>> = {
  async address(host) {
    print(host.address)
  },
  cut: host => host.cut(),
  heal: host => host.heal(),
  slow: (host, delay = '') => host.slow(milliseconds(delay)),
  async kill(host, what) {
    if (what !== undefined && what !== 'libvirtd') throw new LabError('Only libvirtd can be killed alone.')
    await (what === undefined ? host.powerOff() : host.killDaemon())
  },
  start: host => (host.supervisor === null ? host.powerOn() : host.startDaemon()),
  async exec(host, ...command) {
    if (command.length === 0) throw new LabError('Say what to run.')
    print(await host.exec(...command))
  },
}

async function main([verb = '', ...rest]: string[]): Promise<void> {
  if (verb === 'up') return up(rest)
  const lab = await openLab(folder)
  if (verb === 'down') return lab?.stop()
  const act = acts[verb]
  if (act === undefined && verb !== 'status' && verb !== 'admit') throw new LabError(usage)
  if (lab === null) throw new LabError('There is no lab: "npm run lab -- up 3" starts one.')
  if (act === undefined) return verb === 'admit' ? admit(lab, rest) : status(lab)
  const [name, ...more] = rest
  const host = lab.hosts.find(host => host.name === name)
  if (host === undefined) throw new LabError(`Say which host: ${lab.hosts.map(({ name }) => name).join(', ')}.`)
  await act(host, ...more)
  await saveLab(lab)
}

async function up(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { shared: { type: 'boolean' } }, allowPositionals: true })
  await status(await startLab({ hosts: Number(positionals[0] ?? 3), shared: values.shared ?? false, folder }))
}

async function status({ hosts }: Lab): Promise<void> {
  for (const host of hosts) {
    print(`${host.name}  ${host.address}  ${host.supervisor === null ? 'off' : 'on'}`)
    for (const transport of ['tcp', 'tls', 'ssh'] as const) print(`  ${host.uri(transport)}`)
  }
}

async function admit({ hosts }: Lab, [file = '']: string[]): Promise<void> {
  const key = await readFile(file, 'utf8').catch(() => '')
  if (!/^[a-z]\S+ \S+/.test(key)) throw new LabError('Give the file of a public SSH key.')
  for (const host of hosts) print(await host.admit(key))
}

function milliseconds(text: string): number {
  const [, number] = /^(\d+)(?:ms)?$/.exec(text) ?? []
  if (number === undefined || Number(number) > 60_000) throw new LabError('Say how slow: 200ms, at most 60000ms.')
  return Number(number)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const parsing = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true
  if (!(error instanceof LabError) && !parsing) throw error
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
