import { monitorEventLoopDelay } from 'node:perf_hooks'
import { allDomainStats } from '@porthole/libvirt'
import type { Figure } from '../figures.ts'
import { interleaved, timed } from './rounds.ts'
import type { Stage } from './stage.ts'

const machines = 10_000
const definingAtOnce = 4

/** What ten thousand domains cost to list, and to ask for all their statistics. */
export async function fleet(stage: Stage): Promise<Figure[]> {
  const { connection, peer } = stage
  await defineMachines(stage)
  const listed = await interleaved(
    () => timed(async () => expectCount((await connection.call('connectListAllDomains')).domains.length, machines)),
    async () => (await peer.run('list')).ms,
  )

  let values = 0
  let stallMs = 0
  let warm = false
  const told = await interleaved(
    async () => {
      const delay = monitorEventLoopDelay({ resolution: 1 })
      delay.enable()
      const ms = await timed(async () => {
        values = await readStats(stage)
      })
      delay.disable()
      // The first round compiles the decoders, and is not counted.
      stallMs = warm ? Math.max(stallMs, delay.max / 1e6) : 0
      warm = true
      return ms
    },
    async () => {
      const { ms, count } = await peer.run('stats')
      if (values > 0) expectCount(values, count)
      return ms
    },
  )
  return [
    ratio('list of 10,000 domains, time', listed, 1.5),
    ratio('all statistics of 10,000 domains, time', told, 1.2),
    { name: 'longest stall of the event loop meanwhile', value: stallMs, atMost: 25, unit: 'ms' },
  ]
}

const ratio = (name: string, { ours, theirs }: { ours: number; theirs: number }, atMost: number): Figure => ({
  name: `${name} (${ours.toFixed(0)} ms, C ${theirs.toFixed(0)} ms)`,
  value: ours / theirs,
  atMost,
  unit: 'x',
})

async function readStats({ connection }: Stage): Promise<number> {
  let values = 0
  for await (const records of allDomainStats(connection)) {
    for (const { params } of records) values += Object.keys(params).length
  }
  return values
}

async function defineMachines({ connection }: Stage): Promise<void> {
  let next = 0
  const define = async (): Promise<void> => {
    while (next < machines) await connection.call('domainDefineXml', { xml: machine(next++) })
  }
  await Promise.all(Array.from({ length: definingAtOnce }, define))
}

const machine = (index: number): string => `<domain type='qemu'>
  <name>machine-${index}</name>
  <memory unit='MiB'>64</memory>
  <vcpu>2</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/var/lib/libvirt/images/machine-${index}.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='user'><model type='virtio'/></interface>
  </devices>
</domain>`

function expectCount(count: number, wanted: number): void {
  if (count !== wanted) throw new Error(`${count} were told where ${wanted} are: the two sides do not do the same work`)
}
