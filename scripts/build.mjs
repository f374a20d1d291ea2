import './node-version.mjs'
import { pathToFileURL } from 'node:url'
import { precompress } from './precompress.mjs'
import { stamp } from './stamp.mjs'
import { run, say } from './step.mjs'

/** Builds what changed since the last time: database clients, packages and server, then the window. */
export async function build() {
  const client = stamp('prisma', ['prisma', 'package-lock.json'])
  if (!client.fresh) {
    say('generating the database clients')
    run('npm', ['run', '--silent', 'generate', '-w', 'prisma'])
    client.save()
  }
  const server = stamp('server', ['packages', 'prisma', 'apps/server', 'tsconfig.base.json', 'package-lock.json'])
  if (!server.fresh) {
    say('compiling packages and server')
    run('npx', ['--no-install', 'tsc', '-b'])
    server.save()
  }
  const web = stamp('web', ['packages/contract', 'packages/libvirt-xml', 'apps/web', 'package-lock.json'])
  if (!web.fresh) {
    say('building the window (about a minute)')
    run('npx', ['--no-install', 'next', 'build'], { cwd: 'apps/web', env: { NEXT_TELEMETRY_DISABLED: '1' } })
    await precompress('apps/web/out')
    web.save()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build()
