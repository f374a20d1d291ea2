import { compiler, ensurePrograms } from './packages.mjs'
import { stamp } from './stamp.mjs'
import { run, say, succeeds } from './step.mjs'

const sqlite = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'

/** Installs the npm packages when they are missing or the lock file says others. */
export function ensureNodeModules() {
  const packages = stamp('node-modules', ['package-lock.json'], [sqlite])
  if (packages.fresh) return
  say('installing npm packages (a few minutes on the first day)')
  // Of all install scripts only this one is needed: it fetches SQLite's driver ready-made, or compiles it.
  run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { otherwise: 'npm ci failed: see above.' })
  say('fetching or compiling SQLite’s driver')
  if (!succeeds('npm', ['rebuild', 'better-sqlite3'])) {
    ensurePrograms(compiler, 'which compile SQLite’s driver where no ready-made one is to be had')
    run('npm', ['rebuild', 'better-sqlite3'])
  }
  packages.save()
}
