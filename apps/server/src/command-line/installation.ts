import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { Audit } from '../audit/audit.ts'
import { AuditWriter } from '../audit/audit-writer.ts'
import { keyFor, readSecret } from '../auth/secret.ts'
import type { Config } from '../config.ts'
import { type Database, openDatabase } from '../database/open-database.ts'
import { StartFailure } from '../start-failure.ts'

/** What is there to work with without a running server. */
export interface Installation {
  readonly config: Config
  readonly database: Database
  readonly auditKey: Buffer
  readonly audit: Audit
}

export interface Command {
  readonly usage: string
  readonly does: string
  /** Gives the exit code. @throws {StartFailure} with a sentence for the person at the terminal */
  run(installation: Installation, args: readonly string[]): Promise<number>
}

/** Opens the installation that the environment names; makes none where there is none. */
export async function openInstallation(config: Config, log: Logger): Promise<Installation> {
  if (!existsSync(join(config.data, 'auth.key'))) {
    throw new StartFailure(`There is no Porthole in ${config.data}: set PORTHOLE_DATA to the server's data folder.`)
  }
  const auditKey = keyFor('audit', readSecret(config.data))
  const database = await openDatabase(config, log)
  const audit = new Audit(new AuditWriter(database, auditKey, randomUUID()), log)
  return { config, database, auditKey, audit }
}
