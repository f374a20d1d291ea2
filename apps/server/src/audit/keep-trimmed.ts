import type { Core } from '../core.ts'
import { readSettings } from '../settings/read-settings.ts'
import { trimAudit } from './trim-audit.ts'

const everyMs = 3600_000
const dayMs = 24 * 3600_000

/** Keeps the audit for as long as the setting says, looking once an hour. The answer stops it. */
export function keepTrimmed({ database, audit, log }: Core, leads: () => boolean): () => void {
  const look = async () => {
    if (!leads()) return
    try {
      const { auditDays } = await readSettings(database)
      if (auditDays === null) return
      const rows = await trimAudit(database, audit, new Date(Date.now() - auditDays * dayMs))
      if (rows > 0) log.info({ rows, auditDays }, 'old rows of the audit were removed')
    } catch (error) {
      log.warn({ err: error }, 'old rows of the audit could not be removed')
    }
  }
  const timer = setInterval(() => void look(), everyMs).unref()
  void look()
  return () => clearInterval(timer)
}
