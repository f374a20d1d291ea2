import { once } from 'node:events'
import { presentRow } from '../audit/visible-rows.ts'
import type { Command } from './installation.ts'

const batch = 2000

/** Every row as it stands in the chain, oldest first: also the beginnings of acts that have ended since. */
export const auditExport: Command = {
  usage: '',
  does: 'print the audit as JSON lines, oldest first',
  async run({ database }) {
    for (let after = 0; ; ) {
      const where = { seq: { gt: after } }
      const rows = await database.auditRow.findMany({ where, orderBy: { seq: 'asc' }, take: batch })
      for (const row of rows) {
        const line = JSON.stringify({ ...presentRow(row), mac: row.mac })
        if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain')
      }
      if (rows.length < batch) return 0
      after = rows.at(-1)?.seq ?? after
    }
  },
}
