import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

// Set here because this file is read first: nobody has to export it, and nothing is downloaded.
process.env.PRISMA_SCHEMA_ENGINE_BINARY = fileURLToPath(new URL('schema-engine.mjs', import.meta.url))

export default defineConfig({
  schema: 'postgresql',
  migrations: { path: 'postgresql/migrations' },
  datasource: { url: 'pglite:' },
})
