import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const never = ['**/node_modules/**', '**/dist/**']

/** What wants a thing for itself that a machine has once: links and ports of the lab, the test driver's one VM. */
const alone = [
  'e2e/lab/**/*.test.ts',
  'packages/libvirt/src/test-driver.test.ts',
  'apps/server/src/access/access.test.ts',
  'apps/server/src/events/serve-events.test.ts',
  'apps/server/src/hosts/{change-host,guest-facts,inventory,tls-host}.test.ts',
  'apps/server/src/stats/host-figures.test.ts',
]

// The workspace's own packages are read from their sources: no build is needed before a test.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@porthole\/(libvirt|libvirt-xml|contract)$/, replacement: `${from('packages')}/$1/src/index.ts` },
      { find: /^@porthole\/prisma\/(sqlite|postgresql)$/, replacement: `${from('prisma')}/generated/$1/client.ts` },
    ],
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'side by side',
          include: ['{packages,apps,test,prisma}/**/*.test.{ts,tsx}'],
          exclude: [...never, ...alone],
          // Most of them wait for daemons and guests: one more than the two cores that CI has.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: { name: 'one by one', include: alone, exclude: never, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
    pool: 'threads',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
