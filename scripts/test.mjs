import './node-version.mjs'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { chdir } from 'node:process'
import { build } from './build.mjs'
import { askForAdvisories } from './dependencies.mjs'
import { ensureNodeModules } from './install.mjs'
import { ensureLibvirt } from './libvirt-daemon.mjs'
import { ensurePrograms, guestTools, hypervisor, testTools } from './packages.mjs'
import { run, say } from './step.mjs'
import { toldByPlaywright, toldByVitest } from './test-reports.mjs'

chdir(new URL('..', import.meta.url).pathname)

const counts = { passed: 0, failed: 0 }
const failures = []
// Said at the very end whatever happens, also where a step gives up: CI reads the last line, and people what failed.
process.on('exit', code => {
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  for (const failure of failures) process.stdout.write(`failed: ${failure}\n`)
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`)
})

ensurePrograms([...hypervisor, ...guestTools, ...testTools], 'which the tests use')
await ensureLibvirt()
ensureNodeModules()
await build()

const reports = '.cache/reports'
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

// It waits more than it works, so all that works runs beside it.
const lab = begin(vitest('the lab'))

say('types, lint, unused code, database drift, the client’s documentation')
const npx = (...args) => run('npx', ['--no-install', ...args])
npx('tsc', '-p', 'tsconfig.checks.json')
npx('tsc', '-p', 'apps/web')
npx('biome', 'check', '.')
npx('knip')
run('npm', ['run', '--silent', 'drift', '-w', 'prisma'])
run('npm', ['run', '--silent', 'docs', '-w', 'packages/libvirt'])
if (!askForAdvisories()) counts.failed++

say('unit and server tests')
suite(vitest('side by side', 'one by one'))
say('tests on hosts with a network of their own')
await lab.end()
say('journeys in a real browser')
suite({
  command: ['playwright', 'test', '-c', 'e2e/playwright.config.ts'],
  told: () => toldByPlaywright(`${reports}/playwright.json`),
})
process.exit(counts.failed === 0 ? 0 : 1)

/** Some of vitest's projects, and what their report tells. */
function vitest(...projects) {
  const report = `${reports}/${projects.join(' ').replaceAll(' ', '-')}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const chosen = projects.flatMap(project => ['--project', project])
  return { command: ['vitest', 'run', ...chosen, ...reporters], told: () => toldByVitest(report) }
}

/** Runs a suite to its end. */
function suite({ command, told }) {
  const { status } = spawnSync('npx', ['--no-install', ...command], { stdio: 'inherit' })
  add(status, told())
}

/** Begins a suite that keeps what it says until its end is waited for. */
function begin({ command, told }) {
  const words = `${reports}/words.txt`
  const file = openSync(words, 'w')
  const child = spawn('npx', ['--no-install', ...command], { stdio: ['ignore', file, file] })
  process.once('exit', () => child.kill())
  const ended = once(child, 'close')
  return {
    async end() {
      const [status] = await ended
      process.stdout.write(readFileSync(words))
      add(status, told())
    },
  }
}

/** A suite that fails without a failed test is one failure. */
function add(status, { passed, failed }) {
  const named = status === 0 || failed.length > 0 ? failed : ['a whole suite; its own words stand above']
  counts.passed += passed
  counts.failed += named.length
  failures.push(...named)
}
