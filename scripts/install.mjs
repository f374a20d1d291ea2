import { existsSync, readdirSync } from 'node:fs'
import { ensurePrograms } from './packages.mjs'
import { stamp } from './stamp.mjs'
import { has, run, say } from './step.mjs'

/** Installs the npm packages when they are missing or the lock file says others. */
export function ensureNodeModules() {
  const packages = stamp('node-modules', ['package-lock.json'])
  if (packages.fresh && existsSync('node_modules')) return
  say('installing npm packages (a few minutes on the first day)')
  run('npm', ['ci', '--no-audit', '--no-fund', ...(has('g++') ? [] : ['--ignore-scripts'])], {
    otherwise: 'npm ci failed: see above.',
  })
  if (!sqliteIsBuilt()) {
    ensurePrograms(['g++'], 'which compiles SQLite’s driver where no ready-made one is to be had')
    run('npm', ['rebuild', 'better-sqlite3'])
  }
  packages.save()
}

function sqliteIsBuilt() {
  const folder = 'node_modules/better-sqlite3/build/Release'
  return existsSync(folder) && readdirSync(folder).includes('better_sqlite3.node')
}
