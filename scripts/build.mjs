import './node-version.mjs'
import { renameSync, rmSync } from 'node:fs'
import { chdir } from 'node:process'
import { pathToFileURL } from 'node:url'
import { listParts } from './dependencies.mjs'
import { precompress } from './precompress.mjs'
import { stamp } from './stamp.mjs'
import { run, say } from './step.mjs'

/** Builds what changed since the last time: database clients, packages and server, then the window. */
export async function build() {
  compile()
  listParts()
  const sources = ['packages/contract', 'packages/libvirt-xml', 'apps/web', 'package-lock.json']
  const web = stamp('web', sources, ['apps/web/out/index.html.br', 'apps/web/site/index.html'])
  if (web.fresh) return
  say('building the window (about a minute)')
  run('npx', ['--no-install', 'next', 'build'], { cwd: 'apps/web', env: { NEXT_TELEMETRY_DISABLED: '1' } })
  // What was built is for any path: it stays for servers that have one in front, beside the usual one without.
  rmSync('apps/web/site', { recursive: true, force: true })
  renameSync('apps/web/out', 'apps/web/site')
  const { placeSite } = await import('../apps/server/dist/http/place-site.js')
  placeSite('apps/web/site', 'apps/web/out', '')
  await precompress('apps/web/out')
  web.save()
}

/** The part without the window, which takes seconds. */
export function compile() {
  const client = stamp('prisma', ['prisma', 'package-lock.json'], ['prisma/generated'])
  if (!client.fresh) {
    say('generating the database clients')
    run('npm', ['run', '--silent', 'generate', '-w', 'prisma'])
    client.save()
  }
  const sources = [
    'packages',
    'prisma',
    'apps/server',

    'tsconfig.base.json',
    'tsconfig.json',
    'package-lock.json',
  ]
  const server = stamp('server', sources, ['apps/server/dist/main.js', 'packages/contract/dist/routes.json'])
  if (!server.fresh) {
    say('compiling packages and server')
    run('npx', ['--no-install', 'tsc', '-b'])
    run('node', ['packages/contract/scripts/write-routes.mjs'])
    server.save()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  chdir(new URL('..', import.meta.url).pathname)
  await build()
}
