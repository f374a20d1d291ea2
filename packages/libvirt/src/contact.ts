import type { CallOptions } from './calls.ts'
import type { Connection } from './connection.ts'
import { TransportError } from './errors.ts'
import { Lane } from './lane.ts'
import { type CallName, procedures } from './protocol/procedures.ts'
import { StreamConnections } from './stream-connections.ts'

/** Calls that share connections, apart from all others: whatever hangs among them holds up nobody else. */
export interface LaneOptions {
  /** How many connections at most; each has four calls under way at once. */
  readonly connections: number
  /** Which calls use it. The first lane that takes a call gets it; the last gets what no other takes. */
  takes(name: CallName): boolean
}

/** libvirt marks procedures that never wait for a guest, a disk or another host, and keeps workers for them alone. */
export const usualLanes: readonly LaneOptions[] = [
  { connections: 1, takes: name => procedures[name]?.priority === 'high' },
  { connections: 2, takes: () => true },
]

/** Options of a call whose deadline is settled. */
export type Settled = CallOptions & { readonly deadlineMs: number }

/** All connections to a host from one loss to the next. Events have the first, alone; without it nothing else is opened. */
export class Contact {
  /** The connection for events. */
  readonly events: Promise<Connection>
  readonly #lanes: readonly { readonly takes: LaneOptions['takes']; readonly lane: Lane }[]
  readonly #streams: StreamConnections

  constructor(lanes: readonly LaneOptions[], connect: (signal?: AbortSignal) => Promise<Connection>) {
    this.events = connect()
    const open = (signal?: AbortSignal): Promise<Connection> => this.events.then(() => connect(signal))
    this.#lanes = lanes.map(({ connections, takes }) => ({ takes, lane: new Lane(connections, open) }))
    this.#streams = new StreamConnections(open)
  }

  /** Makes a call in the lane that takes it; one without a name is nobody's, so the last lane's. */
  call<T>(
    name: CallName | null,
    act: (connection: Connection, options: CallOptions) => Promise<T>,
    options: Settled,
  ): Promise<T> {
    const taking = name === null ? undefined : this.#lanes.find(({ takes }) => takes(name))
    const { lane } = taking ?? (this.#lanes.at(-1) as { lane: Lane })
    return lane.run(name ?? 'The generic call', act, options)
  }

  stream<T extends { stream: unknown }>(
    name: string,
    act: (connection: Connection) => Promise<T>,
    options: Settled,
  ): Promise<T> {
    return this.#streams.run(name, act, options)
  }

  /** Ends everything at once, with an error. */
  async end(reason: Error): Promise<void> {
    for (const { lane } of this.#lanes) lane.end(reason)
    this.#streams.end(reason)
    const events = await this.events.catch(() => null)
    events?.destroy(reason)
  }

  /** Says goodbye on every connection. */
  async close(): Promise<void> {
    const reason = new TransportError('closed', 'The pool was closed.')
    const closing = [...this.#lanes.map(({ lane }) => lane.close(reason)), this.#streams.close(reason)]
    await Promise.all([
      ...closing,
      this.events.then(
        events => events.close(),
        () => {},
      ),
    ])
  }
}
