import { writeFileSync } from 'node:fs'
import { minifyContractRouter } from '@orpc/contract'
import { contract } from '../dist/index.js'

/** What the client does not read. A group of entries may have one of these names, as `audit` has, and stays. */
const unread = new Set(['summary', 'operationId', 'kind', 'on', 'rule', 'audit'])

/** Writes what the window's client needs of the contract: where each entry is and who may call it, without schemas. */
const routes = JSON.stringify(minifyContractRouter(contract), (key, value) =>
  unread.has(key) && !isEntries(value) ? undefined : value,
)
writeFileSync(new URL('../dist/routes.json', import.meta.url), routes)

function isEntries(value) {
  return value !== null && typeof value === 'object' && Object.values(value).some(entry => entry?.['~orpc'])
}
