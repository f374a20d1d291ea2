import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Config } from '../config.ts'
import { compressSite, placeSite } from './place-site.ts'
import { Site } from './site.ts'

/** Where the build leaves the window for the root, and for any path; the same from `src` and from `dist`. */
const siteFolder = fileURLToPath(new URL('../../../web/out', import.meta.url))
const anyPathFolder = fileURLToPath(new URL('../../../web/site', import.meta.url))

/** The folder of the window for this installation: the one that was built, or a copy for the path that is set. */
export function sitePlace({ basePath, data }: Pick<Config, 'basePath' | 'data'>): string {
  if (basePath === '' || !existsSync(anyPathFolder)) return siteFolder
  const place = join(data, 'site')
  placeSite(anyPathFolder, place, basePath)
  compressSite(place)
  return place
}

/** Next puts a hash of the content into the names of these files. */
const unchanging = '_next/static/'

/** Serves the window, compressed beforehand. Nothing in it needs a session: what it shows comes from the API. */
export async function serveSite(server: FastifyInstance, root: string): Promise<void> {
  const site = new Site(root)
  await server.register(async scope => {
    if (site.empty) {
      scope.get('/*', (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(notBuilt))
      return
    }
    await scope.register(fastifyStatic, { root, serve: false, preCompressed: true })
    scope.get('/*', (request, reply) => {
      const file = site.find(decodedPath(request.url))
      return file === null ? send(reply.code(404), site, '404.html') : send(reply, site, file)
    })
  })
}

const notBuilt = 'The window is not built yet: run "npm run build" (npm start does it), then start Porthole again.\n'

function send(reply: FastifyReply, site: Site, file: string): FastifyReply {
  const policy = site.policy(file)
  if (policy !== undefined) reply.header('content-security-policy', policy)
  reply.header('vary', 'accept-encoding')
  reply.header('cache-control', file.startsWith(unchanging) ? 'public, max-age=31536000, immutable' : 'no-cache')
  return reply.sendFile(file, { cacheControl: false })
}

function decodedPath(url: string): string {
  const path = url.split('?', 1)[0] ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
