import type { VmOnHost } from '../hosts/vm-record.ts'
import type { Recordings } from '../recordings/recordings.ts'
import { ConsoleRoom } from './console-room.ts'

/** The rooms that somebody is in. They live and end with their sockets, so each server has its own. */
export class ConsoleRooms {
  readonly #rooms = new Map<string, ConsoleRoom>()
  readonly #recordings: Pick<Recordings, 'shown' | 'changes'>

  constructor(recordings: Pick<Recordings, 'shown' | 'changes'>) {
    this.#recordings = recordings
    recordings.changes.on('changed', place => {
      if (place.device === null) this.#rooms.get(key(place))?.tell()
    })
  }

  of(vm: VmOnHost): ConsoleRoom {
    const room = this.#rooms.get(key(vm)) ?? new ConsoleRoom(() => this.#recordings.shown({ ...vm, device: null }))
    this.#rooms.set(key(vm), room)
    return room
  }

  /** Of how many VMs somebody looks at the console. */
  get count(): number {
    return this.#rooms.size
  }

  /** Forgets the room when nobody is in it. */
  tidy(vm: VmOnHost): void {
    if (this.#rooms.get(key(vm))?.empty) this.#rooms.delete(key(vm))
  }
}

const key = ({ host, id }: VmOnHost) => `${host} ${id}`
