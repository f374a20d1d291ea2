import { openPool, unixTransport } from '@porthole/libvirt'
import type { Figure } from '../figures.ts'
import { interleaved, timed } from './rounds.ts'
import type { Stage } from './stage.ts'

const callCount = 5000
const callers = 16

/** DOMAIN_GET_INFO: one after the other, and by many callers through the pool; the C library always one after the other. */
export async function calls({ connection, libvirt, peer }: Stage): Promise<Figure[]> {
  const { dom } = await connection.call('domainDefineXml', { xml: asked })
  const theirs = async () => (await peer.run(`info ${callCount}`)).ms
  const oneByOne = await interleaved(
    () =>
      timed(async () => {
        for (let call = 0; call < callCount; call++) await connection.call('domainGetInfo', { dom })
      }),
    theirs,
  )

  const pool = openPool({ transport: unixTransport(libvirt.socket), uri: 'qemu:///system' })
  let left = 0
  const caller = async (): Promise<void> => {
    while (left-- > 0) await pool.call('domainGetInfo', { dom })
  }
  const pooled = await interleaved(
    () =>
      timed(async () => {
        left = callCount
        await Promise.all(Array.from({ length: callers }, caller))
      }),
    theirs,
  )
  await pool.close()
  await connection.call('domainUndefine', { dom })
  return [
    rate('DOMAIN_GET_INFO one after the other, calls/s', oneByOne, 0.9),
    rate('DOMAIN_GET_INFO through the pool, calls/s', pooled, 2),
  ]
}

const asked = `<domain type='qemu'><name>asked</name><memory unit='MiB'>64</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`

const perSecond = (ms: number): string => ((callCount / ms) * 1000).toFixed(0)

const rate = (name: string, { ours, theirs }: { ours: number; theirs: number }, atLeast: number): Figure => ({
  name: `${name} (${perSecond(ours)}, C ${perSecond(theirs)})`,
  value: theirs / ours,
  atLeast,
  unit: 'x',
})
