import './node-version.mjs'
import { spawn } from 'node:child_process'
import { chdir } from 'node:process'
import { build } from './build.mjs'
import { ensureNodeModules } from './install.mjs'
import { ensureLibvirt, libvirtAnswers } from './libvirt-daemon.mjs'
import { ensurePrograms, hypervisor, isDebian } from './packages.mjs'

chdir(new URL('..', import.meta.url).pathname)

// PORTHOLE_SKIP_SYSTEM=1 leaves the machine's own packages and daemons alone: Porthole then takes what it finds.
if (process.env.PORTHOLE_SKIP_SYSTEM !== '1') {
  // Programs have other names and places elsewhere; there, a libvirt that answers is proof enough.
  if (isDebian || !(await libvirtAnswers())) ensurePrograms(hypervisor, 'which run VMs on this machine')
  await ensureLibvirt()
}
ensureNodeModules()
await build()

// In a group of its own, so that Ctrl+C reaches the server once and not by the terminal, by npm and by us.
const server = spawn(process.execPath, ['apps/server/dist/main.js'], { stdio: 'inherit', detached: true })
let told = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!told) server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    told = true
  })
}
server.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
