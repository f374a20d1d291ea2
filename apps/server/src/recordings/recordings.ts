import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Recorded, RecordingEnd } from '@porthole/contract'
import type { Logger } from 'pino'
import { type Audit, nobody } from '../audit/audit.ts'
import { openDisplay } from '../consoles/open-display.ts'
import type { SerialLines } from '../consoles/serial-lines.ts'
import type { Caller } from '../core.ts'
import type { Database } from '../database/open-database.ts'
import { Fault } from '../fault.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import { readSettings } from '../settings/read-settings.ts'
import { KeptRecording } from './kept-recording.ts'
import { mustRecord } from './must-record.ts'
import { Once } from './once.ts'
import { DisplayRecorder } from './record-display.ts'
import { recordSerial } from './record-serial.ts'
import { RecordingBounds } from './recording-bounds.ts'
import { RecordingFiles } from './recording-files.ts'
import { Tape } from './tape.ts'

/** A console that can be recorded: a VM's display (device null), or one of its serial consoles. */
export interface Recordable extends VmOnHost {
  readonly device: string | null
}

/** Somebody at a console. */
interface Attendee {
  readonly place: Recordable
  readonly caller: Caller
  /** It must be recorded and can not be: they must not go on. */
  lost(): void
}

interface Running {
  readonly tape: Tape
  readonly display: DisplayRecorder | null
  /** Somebody started it: it goes on when everybody has left. */
  readonly asked: boolean
  idle?: NodeJS.Timeout
}

interface Parts {
  readonly data: string
  readonly database: Database
  readonly audit: Audit
  readonly hosts: Hosts
  readonly serials: SerialLines
  readonly log: Logger
}

/** Whoever comes back so soon goes on in the same recording. */
const usualIdleMs = 10_000

/** What is recorded here, and who must be. */
export class Recordings {
  readonly changes = new EventEmitter<{ changed: [Recordable] }>()
  readonly files: RecordingFiles
  readonly bounds: RecordingBounds
  /** Whose reading was written down. */
  readonly readers = new Once()
  readonly #parts: Parts
  readonly #running = new Map<string, Running>()
  readonly #starting = new Map<string, Promise<Running>>()
  readonly #attendees = new Set<Attendee>()
  readonly #idleMs: number
  #recovering = Promise.resolve()
  #stopped = false

  constructor(parts: Parts, idleMs = usualIdleMs) {
    this.#parts = parts
    this.#idleMs = idleMs
    this.files = new RecordingFiles(parts.data, parts.log)
    this.bounds = new RecordingBounds(parts, this.files, async ({ id }) => (await this.#tapeOf(id))?.end('full'))
  }

  async start(): Promise<void> {
    await this.files.load()
    this.#recovering = this.files.recover()
    this.bounds.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.bounds.stop()
    await Promise.allSettled([...this.#starting.values(), this.#recovering])
    await Promise.all([...this.#running.values()].map(({ tape }) => tape.end('restarting')))
  }

  /** That a console is recorded now, as those at it are told. */
  shown(place: Recordable): Recorded | null {
    const fixed = this.#running.get(key(place))?.tape.kept.fixed
    return fixed === undefined ? null : { recording: fixed.id, by: fixed.by, keys: fixed.keys }
  }

  /** What is being written at a console, for what only its socket knows: keys and pointer. */
  writing(place: Recordable): Pick<Running, 'tape' | 'display'> | undefined {
    return this.#running.get(key(place))
  }

  /**
   * Somebody comes to a console; the answer is called when they leave. Resolves once they are recorded, if they must be.
   * @throws {Fault} NOT_RECORDED when they must be and that can not be done
   */
  async attend(place: Recordable, caller: Caller, lost: () => void): Promise<() => void> {
    const attendee = { place, caller, lost }
    this.#attendees.add(attendee)
    const leave = () => {
      this.#attendees.delete(attendee)
      this.#awaitOthers(place)
    }
    try {
      clearTimeout(this.#running.get(key(place))?.idle)
      if (await this.#must(attendee)) await this.#ensure(place, null)
      return leave
    } catch (error) {
      leave()
      this.#parts.log.warn({ err: error, console: place.id }, 'a console that must be recorded could not be')
      throw new Fault('NOT_RECORDED', undefined, { cause: error })
    }
  }

  /** Records until it is stopped, at somebody's wish. @throws {Fault} where it is recorded already, or can not be */
  async record(place: Recordable, caller: Caller): Promise<string> {
    if (this.#running.has(key(place))) throw new Fault('WRONG_STATE', 'It is recorded already.')
    return (await this.#ensure(place, caller.person?.name ?? '')).tape.kept.id
  }

  /** Ends a recording. @throws {Fault} WRONG_STATE when it has ended */
  async end(id: string): Promise<void> {
    const tape = await this.#tapeOf(id)
    if (tape === undefined) throw new Fault('WRONG_STATE', 'This recording has ended.')
    await tape.end('stopped')
  }

  /** The settings changed: whoever must be recorded by now is. */
  async review(): Promise<void> {
    for (const attendee of this.#attendees) await this.#mind(attendee)
  }

  async #mind(attendee: Attendee): Promise<void> {
    if (this.#stopped) return
    try {
      if (await this.#must(attendee)) await this.#ensure(attendee.place, null)
    } catch (error) {
      this.#parts.log.warn({ err: error, console: attendee.place.id }, 'a console that must be recorded was closed')
      attendee.lost()
    }
  }

  async #must({ place, caller }: Attendee): Promise<boolean> {
    const { role } = caller.person ?? caller.guest?.maker ?? { role: 'none' }
    return mustRecord(this.#parts.database, place.id, role)
  }

  async #ensure(place: Recordable, by: string | null): Promise<Running> {
    const known = this.#running.get(key(place)) ?? this.#starting.get(key(place))
    if (known !== undefined) return known
    const starting = this.#begin(place, by).finally(() => this.#starting.delete(key(place)))
    this.#starting.set(key(place), starting)
    return starting
  }

  async #begin(place: Recordable, by: string | null): Promise<Running> {
    const { hosts, database, serials } = this.#parts
    const { link, vm } = hosts.findVm(place)
    const { recordKeys } = await readSettings(database)
    const { id, host, device } = place
    const line = device === null ? undefined : await serials.find({ id, host, device })
    if (device !== null && line === undefined)
      throw new Fault('WRONG_STATE', 'Open the serial console first: it is recorded while open.')
    const kept = new KeptRecording({
      id: randomUUID(),
      kind: device === null ? 'display' : 'serial',
      device,
      vm: { id, host, name: vm.name },
      startedAt: new Date().toISOString(),
      by,
      keys: recordKeys,
    })
    await this.#tell('recordingStarted', kept, {})
    await this.files.save(kept)
    const tape = new Tape(this.files, kept)
    tape.grown = bytes => this.bounds.grew(bytes)
    const display = line === undefined ? new DisplayRecorder(tape, signal => openDisplay(link, id, signal)) : null
    const running: Running = { tape, display, asked: by !== null }
    try {
      await display?.start()
      if (line !== undefined) recordSerial(tape, line)
    } catch (error) {
      await tape.end('gone')
      await this.files.remove(kept)
      throw error
    }
    this.#running.set(key(place), running)
    this.#awaitOthers(place)
    void tape.ended.then(why => this.#ended(place, running, why))
    this.changes.emit('changed', place)
    return running
  }

  #ended(place: Recordable, { tape: { kept }, idle }: Running, why: RecordingEnd): void {
    clearTimeout(idle)
    this.#running.delete(key(place))
    this.changes.emit('changed', place)
    this.#tell('recordingEnded', kept, { end: why, bytes: kept.bytes, length: kept.length }).catch(error =>
      this.#parts.log.error({ err: error, recording: kept.id }, 'the end of a recording was not written down'),
    )
    for (const attendee of this.#attendees) if (key(attendee.place) === key(place)) void this.#mind(attendee)
  }

  /** Ends what nobody asked for once nobody is at the console. */
  #awaitOthers(place: Recordable): void {
    const running = this.#running.get(key(place))
    if (running === undefined || running.asked) return
    if ([...this.#attendees].some(other => key(other.place) === key(place))) return
    clearTimeout(running.idle)
    running.idle = setTimeout(() => void running.tape.end('left'), this.#idleMs).unref()
  }

  /** What is written of a recording; one that still starts is waited for. */
  async #tapeOf(id: string): Promise<Tape | undefined> {
    const kept = this.files.get(id)
    if (kept?.end === null) {
      const { vm, device } = kept.fixed
      await this.#starting.get(key({ ...vm, device }))?.catch(() => {})
    }
    return [...this.#running.values()].find(({ tape }) => tape.kept.id === id)?.tape
  }

  async #tell(action: string, { id, fixed: { vm, device } }: KeptRecording, args: object): Promise<void> {
    const subject = { object: `vm:${vm.id}`, objectName: vm.name, host: vm.host }
    await this.#parts.audit.happened({ ...subject, action, caller: nobody, args: { recording: id, device, ...args } })
  }
}

const key = ({ host, id, device }: Recordable) => `${host} ${id} ${device ?? ''}`
