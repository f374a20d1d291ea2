// Writes what the models have and the migrations lack, for both dialects.
//   node migrate.mjs <name>    makes a migration of that name
//   node migrate.mjs --check   only says whether one is missing (exit code 1)
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const name = process.argv[2]
if (!name || (name !== '--check' && !/^[a-z0-9-]+$/.test(name))) {
  console.error('Name the migration in lower-case words with dashes: npm run migrate -- add-host-colour')
  process.exit(2)
}

const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
let missing = 0
for (const dialect of ['sqlite', 'postgresql']) {
  mkdirSync(`${here}${dialect}/migrations`, { recursive: true })
  const sql = difference(dialect)
  if (sql === null) {
    console.log(`${dialect}: the migrations make what the models say.`)
  } else if (name === '--check') {
    missing++
    console.error(`${dialect}: the models have something that no migration makes:\n${sql}`)
  } else {
    const folder = `${dialect}/migrations/${stamp}-${name}`
    mkdirSync(here + folder)
    writeFileSync(`${here}${folder}/migration.sql`, sql)
    console.log(`${folder}/migration.sql is written: read it before you commit it.`)
  }
}
process.exitCode = missing > 0 ? 1 : 0

/** The SQL from the migrations' end to the models; null when they are in step. */
function difference(dialect) {
  const args = ['migrate', 'diff', '--config', `${dialect}.config.ts`, '--exit-code', '--script']
  const ends = ['--from-migrations', `${dialect}/migrations`, '--to-schema', dialect]
  const run = spawnSync('npx', ['--no-install', 'prisma', ...args, ...ends], { cwd: here, encoding: 'utf8' })
  // prisma migrate diff --exit-code: 0 means no difference, 2 means there is one.
  if (run.status === 0) return null
  if (run.status === 2) return `${run.stdout.trim()}\n`
  throw new Error(`prisma migrate diff failed: ${run.stderr || run.stdout}`)
}
