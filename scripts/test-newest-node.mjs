import './node-version.mjs'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { chdir } from 'node:process'
import { run, say } from './step.mjs'

// The unit and server tests on the newest long-term release of Node, in a copy: native packages are built per release.
const newest = '26.10.0'

chdir(new URL('..', import.meta.url).pathname)
const place = resolve('.cache/newest-node')
const copy = join(place, 'checkout')

mkdirSync(place, { recursive: true })
writeFileSync(join(place, 'package.json'), '{ "private": true }\n')
say(`fetching Node ${newest}`)
run('npm', ['install', '--no-audit', '--no-fund', '--silent', `node@${newest}`], { cwd: place })
const node = join(place, 'node_modules/node')
const env = {
  PATH: `${join(node, 'bin')}:${process.env.PATH}`,
  npm_config_nodedir: join(node, `node_modules/node-${process.platform}-${process.arch}`),
}

rmSync(copy, { recursive: true, force: true })
const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean)
for (const file of files) {
  mkdirSync(join(copy, dirname(file)), { recursive: true })
  cpSync(file, join(copy, file), { verbatimSymlinks: true })
}
run('git', ['init', '--quiet'], { cwd: copy })
run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: copy, env })
run('npm', ['run', '--silent', 'generate', '-w', 'prisma'], { cwd: copy, env })
run('npx', ['--no-install', 'tsc', '-b'], { cwd: copy, env })
run('npx', ['--no-install', 'vitest', 'run', 'packages', 'apps/server'], { cwd: copy, env })
