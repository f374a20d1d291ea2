import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// The workspace's own packages are read from their sources: no build is needed before a test.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@porthole\/(libvirt|libvirt-xml|contract)$/, replacement: `${from('packages')}/$1/src/index.ts` },
      { find: /^@porthole\/prisma\/(sqlite|postgresql)$/, replacement: `${from('prisma')}/generated/$1/client.ts` },
    ],
  },
  test: {
    include: ['{packages,apps,test,prisma,e2e/lab}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'threads',
    // Most of them wait for daemons and guests: one more than the two cores that CI has.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
