import type { AuditEntry } from '@porthole/contract'
import type { Logger } from 'pino'
import type { Caller } from '../core.ts'
import type { Database } from '../database/open-database.ts'
import { sortableId } from './sortable-id.ts'

/** What is known before the act. */
export interface Act {
  readonly action: string
  readonly caller: Pick<Caller, 'person' | 'sessionId' | 'from'>
  readonly object: string | null
  readonly objectName: string | null
  readonly args: AuditEntry['args']
}

/** An act that was written down as started. */
export interface StartedAct {
  done(): Promise<void>
  failed(code: string): Promise<void>
}

/** The written record of who did what. Rows are added and finished, never changed after. */
export class Audit {
  readonly #database: Database
  readonly #log: Logger

  constructor(database: Database, log: Logger) {
    this.#database = database
    this.#log = log
  }

  /** Fails when the row can not be written: then the act must not happen. */
  async start(act: Act): Promise<StartedAct> {
    const id = sortableId()
    const began = performance.now()
    await this.#database.auditEntry.create({ data: { ...rowOf(act), id, result: 'started' } })
    const finish = async (result: 'done' | 'failed', error: string | null) => {
      const data = { result, error, took: Math.round(performance.now() - began), finishedAt: new Date() }
      try {
        await this.#database.auditEntry.update({ where: { id }, data })
      } catch (cause) {
        // The act is over and can not be taken back; its row stays `started`, and the log has the rest.
        this.#log.error(
          { err: cause, audit: { id, action: act.action, result, error } },
          'an act could not be finished',
        )
      }
    }
    return { done: () => finish('done', null), failed: code => finish('failed', code) }
  }

  /** Writes down an act that was not even begun. */
  async refused(act: Act, code: string): Promise<void> {
    const data = { ...rowOf(act), id: sortableId(), result: 'failed', error: code, took: 0, finishedAt: new Date() }
    await this.#database.auditEntry.create({ data })
  }
}

function rowOf({ action, caller, object, objectName, args }: Act) {
  return {
    action,
    object,
    objectName,
    args: args as Record<string, never>,
    personId: caller.person?.id ?? null,
    person: caller.person?.email ?? null,
    sessionId: caller.sessionId,
    from: caller.from,
    at: new Date(),
  }
}
