import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const made = new Set(['node_modules', 'dist', 'generated', '.next', 'out', 'site', 'next-env.d.ts'])

/**
 * Remembers from what a step was made, so that a second start does not do it again.
 * @param {string} name
 * @param {readonly string[]} paths files and folders that the step reads
 * @param {readonly string[]} products what it leaves; the step is done again when one is gone
 */
export function stamp(name, paths, products) {
  const file = `.cache/stamps/${name}`
  const hash = createHash('sha256').update(process.versions.modules)
  for (const path of paths) addTo(hash, path)
  const now = hash.digest('hex')
  return {
    fresh: read(file) === now && products.every(product => existsSync(product)),
    save() {
      mkdirSync('.cache/stamps', { recursive: true })
      writeFileSync(file, now)
    },
  }
}

function addTo(hash, path) {
  if (!statSync(path).isDirectory()) {
    hash.update(path).update(readFileSync(path))
    return
  }
  for (const name of readdirSync(path).sort()) {
    if (!made.has(name) && !name.endsWith('.tsbuildinfo') && !name.endsWith('.test.ts')) addTo(hash, join(path, name))
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
