import './node-version.mjs'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { chdir } from 'node:process'
import { ensureNodeModules } from './install.mjs'
import { ensureLibvirt } from './libvirt-daemon.mjs'
import { ensurePrograms, hypervisor, testTools } from './packages.mjs'
import { run, say } from './step.mjs'

chdir(new URL('..', import.meta.url).pathname)

ensurePrograms([...hypervisor, ...testTools], 'which the tests use')
await ensureLibvirt()
ensureNodeModules()
const { build } = await import('./build.mjs')
await build()

say('types, lint, unused code, database drift')
const bin = (program, ...args) => run('npx', ['--no-install', program, ...args])
bin('tsc', '-p', 'tsconfig.checks.json')
bin('biome', 'check', '.')
bin('knip')
run('npm', ['run', '--silent', 'drift', '-w', 'prisma'])

const reports = '.cache/reports'
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const failed = [
  suite('unit and server tests', [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reports}/vitest.json`,
  ]),
  suite('journeys in a real browser', ['playwright', 'test', '-c', 'e2e/playwright.config.ts']),
].some(status => status !== 0)

const vitest = report('vitest.json')
const playwright = report('playwright.json')
const passed = (vitest?.numPassedTests ?? 0) + (playwright?.stats.expected ?? 0)
const wrong =
  (vitest?.numFailedTests ?? 0) +
  (vitest?.numFailedTestSuites ?? 0) +
  (playwright?.stats.unexpected ?? 0) +
  (playwright?.stats.flaky ?? 0)
process.stdout.write(`${passed} passed, ${failed ? Math.max(wrong, 1) : wrong} failed\n`)
process.exit(failed || wrong > 0 ? 1 : 0)

function suite(name, args) {
  say(name)
  return spawnSync('npx', ['--no-install', ...args], { stdio: 'inherit' }).status
}

function report(name) {
  try {
    return JSON.parse(readFileSync(`${reports}/${name}`, 'utf8'))
  } catch {
    return null
  }
}
