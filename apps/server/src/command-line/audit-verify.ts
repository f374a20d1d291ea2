import type { ChainEnd } from '../audit/chain.ts'
import { EndNote, parseEnd } from '../audit/end-note.ts'
import { verifyChain } from '../audit/verify-chain.ts'
import { StartFailure } from '../start-failure.ts'
import type { Command } from './installation.ts'

const mostShown = 50

/** Exit code 0 says that every row is as it was written, 1 that something was changed or is missing. */
export const auditVerify: Command = {
  usage: '[<number>:<mac>]',
  does: 'check that no row of the audit was changed or is missing',
  async run({ config, database, auditKey }, [noted]) {
    // Without one, what the server itself noted beside the database must be there.
    const expected = noted === undefined ? (new EndNote(config.data).read() ?? undefined) : parse(noted)
    const { rows, end, faults } = await verifyChain(database, auditKey, expected)
    for (const fault of faults.slice(0, mostShown)) console.log(fault)
    if (faults.length > mostShown) console.log(`… and ${faults.length - mostShown} more.`)
    if (faults.length > 0) return 1
    console.log(`${rows} rows, none changed, none missing. The chain ends at ${end.seq}:${end.mac}`)
    console.log(
      'Note that end elsewhere: "porthole audit verify <end>" later tells whether this part was written anew.',
    )
    return 0
  },
}

function parse(noted: string): ChainEnd {
  const end = parseEnd(noted)
  if (end === null) {
    throw new StartFailure('Give the end of the chain as an earlier "porthole audit verify" printed it.')
  }
  return end
}
