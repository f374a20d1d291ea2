import type { AuditEntry, AuditMeta } from '@porthole/contract'
import type { Logger } from 'pino'
import type { Caller } from '../core.ts'
import type { AuditDraft, AuditWriter } from './audit-writer.ts'
import { OwnActs } from './own-acts.ts'

/** Who does what nobody does. */
export const nobody = { person: null, sessionId: null, credential: null, from: null }

/** What an act is about. */
export interface Subject {
  /** "vm:<uuid>", "host:<id>", "person:<id>"; null for the installation. */
  readonly object: string | null
  readonly objectName: string | null
  /** The host that it happens on, by id. */
  readonly host: string | null
}

/** What is known before the act. */
export interface Act extends Subject {
  readonly action: string
  readonly caller: Pick<Caller, 'person' | 'sessionId' | 'credential' | 'from' | 'guest'>
  readonly args: AuditEntry['args']
  /** The libvirt events that it brings about. */
  readonly events?: Pick<AuditMeta, 'causes' | 'passes' | 'causesLater'>
}

interface HappenedHow {
  readonly took?: number | null
  /** Nobody did it here: libvirt told of it. */
  readonly outside?: boolean
  /** Now, when not given. */
  readonly at?: Date
  /** It is over, and nobody could undo it: the row waits for a database that is away. */
  readonly over?: boolean
}

/** An act that was written down as started. Nobody waits until its end is written down too: see Audit.written. */
export interface StartedAct {
  /** `made` is what the act brought into being: then the row is about that. */
  done(made?: Subject): void
  /** It ended well, but at this, which is less than what was asked for. */
  doneAs(action: string): void
  failed(code: string): void
}

/** The written record of who did what. Rows are only added, each chained to those before. */
export class Audit {
  readonly ownActs = new OwnActs()
  readonly #writer: AuditWriter
  readonly #log: Logger

  constructor(writer: AuditWriter, log: Logger) {
    this.#writer = writer
    this.#log = log
    writer.told.on('losing', () => log.error('the database is away for so long that what happens is lost'))
  }

  get told(): AuditWriter['told'] {
    return this.#writer.told
  }

  /** Fails when the row can not be written: then the act must not happen. */
  async start(act: Act): Promise<StartedAct> {
    const began = performance.now()
    const startSeq = await this.#writer.append({ ...draftOf(act), result: 'started' })
    const ended = this.ownActs.begin(act)
    const finish = (end: Partial<AuditDraft> & { result: string; error: string | null }) => {
      const took = Math.round(performance.now() - began)
      ended()
      this.#writer.appendBehind({ ...draftOf(act), ...end, at: new Date(), startSeq, took }).catch(cause => {
        // The act is over and can not be taken back; its row stays `started`, and the log has the rest.
        const { result, error } = end
        this.#log.error(
          { err: cause, audit: { seq: startSeq, action: act.action, result, error } },
          'the end of an act could not be written down',
        )
      })
    }
    return {
      doneAs: action => finish({ action, result: 'done', error: null }),
      done: made => finish({ ...made, result: 'done', error: null }),
      failed: error => finish({ result: 'failed', error }),
    }
  }

  /** Writes down an act that was not even begun. */
  async refused(act: Act, error: string): Promise<void> {
    await this.#writer.append({ ...draftOf(act), result: 'failed', error, took: 0 })
  }

  /** Writes what waits to be written: whoever reads the audit sees all that has happened. */
  written(): Promise<void> {
    return this.#writer.idle()
  }

  /** Writes down what has happened already, in one row. */
  async happened(act: Act, { took = null, outside = false, at, over = false }: HappenedHow = {}): Promise<void> {
    const source = outside ? 'outside' : 'porthole'
    const row = { ...draftOf(act), source, took, ...(at === undefined ? {} : { at }) }
    // What libvirt tells of comes in storms, and nobody waits for its row.
    await (outside || over ? this.#writer.appendBehind({ at: new Date(), ...row }) : this.#writer.append(row))
  }
}

function draftOf({ action, caller, object, objectName, host, args }: Act): AuditDraft {
  return {
    source: 'porthole',
    ...{ action, object, objectName, host },
    result: 'done',
    startSeq: null,
    personId: caller.person?.id ?? null,
    person: caller.person?.email ?? caller.guest?.name ?? null,
    credential: caller.credential,
    sessionId: caller.sessionId,
    from: caller.from,
    args: JSON.stringify(args),
    error: null,
    took: null,
  }
}
