import './node-version.mjs'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { chdir } from 'node:process'
import { pathToFileURL } from 'node:url'
import { stamp } from './stamp.mjs'
import { giveUp, say } from './step.mjs'

/** Everything that Porthole is made of, in CycloneDX's words; it lies beside the server, in its image too. */
const billOfMaterials = 'apps/server/dist/sbom.cdx.json'

const grave = ['high', 'critical']

/** Lists all packages of the lock file with version, license, hash and what needs what. */
export function listParts() {
  const parts = stamp('sbom', ['package-lock.json', 'package.json'], [billOfMaterials])
  if (parts.fresh) return
  const { stdout, stderr, status } = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only')
  if (status !== 0) giveUp(`npm could not list the packages:\n${stderr}`)
  const bill = JSON.parse(stdout)
  // npm calls the whole after the folder that it happens to lie in.
  bill.metadata.component.name = JSON.parse(readFileSync('package.json', 'utf8')).name
  mkdirSync(dirname(billOfMaterials), { recursive: true })
  writeFileSync(billOfMaterials, `${JSON.stringify(bill, null, 2)}\n`)
  parts.save()
  say(`${bill.components.length} packages are listed in ${billOfMaterials}`)
}

/** False where the registry knows of a grave hole in a package. One that does not answer is no failure, but is said. */
export function askForAdvisories() {
  const { stdout } = npm('audit', '--json')
  const answer = parsed(stdout)
  const levels = answer?.metadata?.vulnerabilities
  if (levels === undefined) {
    const why = answer?.message ?? answer?.error?.summary ?? 'it gave no answer'
    say(`ADVISORIES WERE NOT CHECKED: npm's registry could not be asked (${why}). \`npm run dependencies\` asks again.`)
    return true
  }
  const found = Object.values(answer.vulnerabilities).filter(({ severity }) => grave.includes(severity))
  if (found.length === 0) {
    say(`npm knows of no high or critical advisory about the packages (${levels.total} lower ones)`)
    return true
  }
  const told = found.map(({ name, range, severity, via }) => `  ${name} ${range} (${severity}): ${titles(via)}`)
  say(`npm knows of holes in packages that are used:\n${told.join('\n')}`)
  return false
}

const titles = via =>
  via.map(cause => (typeof cause === 'string' ? `by ${cause}` : `${cause.title} ${cause.url}`)).join(', ')

function npm(...args) {
  return spawnSync('npm', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  chdir(new URL('..', import.meta.url).pathname)
  listParts()
  process.exit(askForAdvisories() ? 0 : 1)
}
