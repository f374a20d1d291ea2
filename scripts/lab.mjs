import './node-version.mjs'
import { spawnSync } from 'node:child_process'
import { chdir } from 'node:process'
import { compile } from './build.mjs'
import { ensureNodeModules } from './install.mjs'
import { ensurePrograms, hypervisor, labTools } from './packages.mjs'

chdir(new URL('..', import.meta.url).pathname)

ensurePrograms([...hypervisor, ...labTools], 'which make hosts on this machine')
ensureNodeModules()
compile()
const { status } = spawnSync('npx', ['--no-install', 'tsx', 'e2e/lab/lab-cli.ts', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
