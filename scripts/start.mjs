import './node-version.mjs'
import { spawn } from 'node:child_process'
import { chdir } from 'node:process'
import { ensureNodeModules } from './install.mjs'
import { ensureLibvirt } from './libvirt-daemon.mjs'
import { ensurePrograms, hypervisor } from './packages.mjs'

chdir(new URL('..', import.meta.url).pathname)

// PORTHOLE_SKIP_SYSTEM=1 leaves the machine's own packages and daemons alone: Porthole then takes what it finds.
if (process.env.PORTHOLE_SKIP_SYSTEM !== '1') {
  ensurePrograms(hypervisor, 'which run VMs on this machine')
  await ensureLibvirt()
}
ensureNodeModules()
const { build } = await import('./build.mjs')
await build()

const server = spawn(process.execPath, ['apps/server/dist/main.js'], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
