import { createServer, connect as dial } from 'node:net'
import { DomainStatsTypes } from '@porthole/libvirt'
import { MessageType, readFrame, writeHeader } from '../../packages/libvirt/src/frame.ts'
import { FrameSplitter } from '../../packages/libvirt/src/frame-splitter.ts'
import {
  type Domain,
  readDomain,
  writeDomain,
  writeTypedParams,
} from '../../packages/libvirt/src/protocol/structures.gen.ts'
import { type TypedParamsToSend, uint, ullong } from '../../packages/libvirt/src/protocol/typed-params.ts'
import { XdrReader } from '../../packages/libvirt/src/xdr-reader.ts'
import { XdrWriter } from '../../packages/libvirt/src/xdr-writer.ts'
import { beAnotherMachine } from './daemons.ts'

const remoteProgram = 0x20008086
const getAllDomainStats = 344
/** What QEMU takes for the full statistics of a VM, most of it for its disks. */
const msEach = 7
const mostStats = 262_144
/** The VMs have run for a day. */
const since = Date.now() / 1000 - 86_400

interface Question {
  readonly domains: readonly Domain[]
  readonly stats: number
}

/**
 * Stands before the daemons of libvirt's test driver, which counts nothing for its VMs. All goes through as it is, but
 * to who asks for more than the state of VMs it tells what QEMU would count of them, as late as QEMU would.
 */
function relay(from: string, to: string): Promise<void> {
  const server = createServer(client => {
    const daemon = dial(to)
    const asked = new Map<number, Question>()
    const end = () => {
      client.destroy()
      daemon.destroy()
    }
    for (const socket of [client, daemon]) socket.on('error', end).on('close', end)
    const requests = new FrameSplitter()
    client.on('data', chunk =>
      requests.push(chunk, bytes => {
        const frame = readFrame(bytes)
        if (frame.program === remoteProgram && frame.procedure === getAllDomainStats) {
          const reader = new XdrReader(bytes, 28)
          const question = { domains: reader.array(16_384, readDomain), stats: reader.uint() }
          if ((question.stats & DomainStatsTypes.CPU_TOTAL) !== 0) asked.set(frame.serial, question)
        }
        // The splitter's bytes are the chunk's: a copy may wait.
        daemon.write(Buffer.from(bytes))
      }),
    )
    const replies = new FrameSplitter()
    daemon.on('data', chunk =>
      replies.push(chunk, bytes => {
        const frame = readFrame(bytes)
        const ours = frame.program === remoteProgram && frame.type === MessageType.reply
        const question = ours ? asked.get(frame.serial) : undefined
        if (question === undefined) {
          client.write(Buffer.from(bytes))
          return
        }
        asked.delete(frame.serial)
        const reply = answer(question)
        writeHeader(reply, frame)
        setTimeout(() => client.write(reply), question.domains.length * msEach)
      }),
    )
  })
  return new Promise((resolve, reject) => server.once('error', reject).listen(from, resolve))
}

function answer({ domains, stats }: Question): Buffer {
  const writer = new XdrWriter()
  writer.skip(28)
  writer.array(domains, 16_384, (to, domain) => {
    writeDomain(to, domain)
    writeTypedParams(to, counted(domain, stats), mostStats)
  })
  return Buffer.from(writer.finish())
}

/** Counters that grow with time, faster for some VMs than for others, and never evenly. */
function counted({ uuid }: Domain, stats: number): TypedParamsToSend {
  const seconds = Date.now() / 1000 - since
  const number = Number(uuid.slice(-4))
  const pace = 0.2 + (number % 97) / 140
  const paced = pace * seconds + Math.sin(seconds / 7 + number)
  const grown = (perSecond: number) => ullong(BigInt(Math.round(perSecond * paced)))
  const asks = (type: number) => (stats & type) !== 0
  return {
    ...{ 'cpu.time': grown(1e9), 'cpu.user': grown(7e8), 'cpu.system': grown(3e8) },
    ...(asks(DomainStatsTypes.BALLOON) && {
      ...{
        'balloon.current': ullong(65_536),
        'balloon.maximum': ullong(65_536),
        'balloon.rss': ullong(60_000 + number),
      },
      ...{ 'balloon.available': ullong(62_000), 'balloon.unused': ullong(9000), 'balloon.usable': ullong(30_000) },
      ...{ 'balloon.major_fault': grown(1), 'balloon.minor_fault': grown(300), 'balloon.last-update': ullong(1) },
      ...{ 'balloon.swap_in': ullong(0), 'balloon.swap_out': ullong(0), 'balloon.disk_caches': ullong(20_000) },
    }),
    ...(asks(DomainStatsTypes.BLOCK) && {
      ...{ 'block.count': uint(1), 'block.0.name': 'vda', 'block.0.path': `/var/lib/libvirt/images/${uuid}.qcow2` },
      ...{ 'block.0.rd.reqs': grown(40), 'block.0.rd.bytes': grown(4e6), 'block.0.rd.times': grown(1e7) },
      ...{ 'block.0.wr.reqs': grown(90), 'block.0.wr.bytes': grown(9e6), 'block.0.wr.times': grown(3e7) },
      ...{ 'block.0.fl.reqs': grown(2), 'block.0.fl.times': grown(1e6), 'block.0.allocation': grown(1e5) },
      ...{ 'block.0.capacity': ullong(2 ** 34), 'block.0.physical': ullong(2 ** 33) },
    }),
    ...(asks(DomainStatsTypes.INTERFACE) && {
      ...{ 'net.count': uint(1), 'net.0.name': `vnet${number}` },
      ...{ 'net.0.rx.bytes': grown(1e6), 'net.0.rx.pkts': grown(900) },
      ...{ 'net.0.rx.errs': ullong(0), 'net.0.rx.drop': ullong(0) },
      ...{ 'net.0.tx.bytes': grown(3e5), 'net.0.tx.pkts': grown(400) },
      ...{ 'net.0.tx.errs': ullong(0), 'net.0.tx.drop': ullong(0) },
    }),
  }
}

/** Started by the bench with the pairs of sockets as arguments: where to listen, and who is behind. */
beAnotherMachine()
const sockets = process.argv.slice(2)
await Promise.all(sockets.flatMap((from, i) => (i % 2 === 0 ? relay(from, sockets[i + 1] ?? '') : [])))
process.send?.('listening')
process.once('disconnect', () => process.exit())
