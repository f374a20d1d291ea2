// Runs the tests that note what they ask a real daemon, and writes TESTED.md from their notes: npm run tested
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { notesFolder, page, render, versions } from './tested-page.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

rmSync(notesFolder, { recursive: true, force: true })
const grep = ['grep', '-lE', '--untracked', String.raw`from '[^']*test/(recorded|proof-host)\.ts'`, '--', '*.test.ts']
const files = execFileSync('git', grep, { cwd: root, encoding: 'utf8' }).trim().split('\n')
const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PORTHOLE_TESTED: 'write' },
})
if (status !== 0) throw new Error('A test failed, so TESTED.md stays as it is.')

const notes = {}
for (const file of readdirSync(notesFolder)) {
  for (const [name, places] of Object.entries(readJson(`${notesFolder}/${file}`))) {
    notes[name] = { ...notes[name], ...places }
  }
}
const notAsked = readJson(new URL('../test/not-asked.json', import.meta.url))
writeFileSync(page, render(notes, { ...versions(), notAsked }))
