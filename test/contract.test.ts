import { existsSync } from 'node:fs'
import { contract, type EntryMeta, permissions } from '@porthole/contract'
import { expect, it } from 'vitest'

interface Entry {
  readonly '~orpc': {
    readonly route: { readonly method: string; readonly path: string; readonly operationId: string }
    readonly meta: EntryMeta
  }
}

const entries = Object.entries(contract).flatMap(([group, members]) =>
  Object.entries(members).map(([key, entry]) => ({ group, key, ...(entry as unknown as Entry)['~orpc'] })),
)

it.each(entries)('$key has one name: contract key, operation and verb file', ({ group, key, route }) => {
  expect(route.operationId).toBe(key)
  const file = `apps/server/src/${group}/${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}.ts`
  expect(existsSync(file), `${file} holds the verb`).toBe(true)
})

it.each(entries)('$key says who may, and what it acts on', ({ meta, route }) => {
  expect([...permissions, 'anyone', 'signed-in', 'session']).toContain(meta.permission)
  expect(meta.kind === 'read' ? ['GET', 'POST'] : ['POST', 'PUT', 'DELETE']).toContain(route.method)
  if (meta.on === 'vm') expect(route.path).toContain('{id}')
  if (meta.on === 'host' && route.method !== 'POST') expect(route.path).toContain('{host}')
})

it('gives each method and path once', () => {
  const paths = entries.map(({ route }) => `${route.method} ${route.path.replace(/\{\w+\}/g, '{}')}`)
  expect(new Set(paths).size).toBe(paths.length)
})
