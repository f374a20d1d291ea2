import './node-version.mjs'
import { existsSync, readdirSync } from 'node:fs'
import { chdir } from 'node:process'
import { build } from './build.mjs'
import { ensurePrograms } from './packages.mjs'
import { giveUp, run } from './step.mjs'

chdir(new URL('..', import.meta.url).pathname)

const name = process.argv[2] ?? ''
const known = readdirSync('bench').filter(file => existsSync(`bench/${file}/${file}.ts`))
if (!known.includes(name)) giveUp(`npm run bench -- <name>, where <name> is one of: ${known.join(', ')}.`)
if (name === 'access') ensurePrograms(['sqlite3'], 'which the benchmark fills its database with')
await build()
run('npx', ['--no-install', 'tsx', `bench/${name}/${name}.ts`, ...process.argv.slice(3)], {
  otherwise: 'At least one figure fell short of its bound: see above.',
})
