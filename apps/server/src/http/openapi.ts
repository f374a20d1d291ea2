import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract, type EntryMeta } from '@porthole/contract'
import { version } from '../version.ts'

/** The contract as OpenAPI 3.1. Each operation says in `x-porthole` who may do it, and when. */
export async function describeApi(): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: {
      title: 'Porthole',
      version,
      description: 'Every failure has a code of one closed list, a sentence to act on, and its HTTP status.',
    },
    servers: [{ url: '/api/v1' }],
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'porthole', description: 'See signIn.' } },
    },
  })
  const operations = Object.values(document.paths ?? {}).flatMap(path => Object.values(path ?? {}))
  for (const operation of operations as { operationId?: string }[]) {
    const meta = metaById.get(operation.operationId ?? '')
    if (meta === undefined) continue
    Object.assign(operation, {
      security: meta.permission === 'anyone' ? [] : [{ session: [] }],
      'x-porthole': meta,
    })
  }
  return document
}

const metaById = new Map(
  Object.values(contract)
    .flatMap(group => Object.entries(group) as [string, { '~orpc': { meta: EntryMeta } }][])
    .map(([id, entry]) => [id, entry['~orpc'].meta]),
)
