import { writeFileSync } from 'node:fs'
import { minifyContractRouter } from '@orpc/contract'
import { contract } from '../dist/index.js'

/** Writes what the window's client needs of the contract: where each entry is and who may call it, without schemas. */
const routes = JSON.stringify(minifyContractRouter(contract), (key, value) => (key === 'summary' ? undefined : value))
writeFileSync(new URL('../dist/routes.json', import.meta.url), routes)
