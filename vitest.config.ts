import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const never = ['**/node_modules/**', '**/dist/**']

/** What acts on the one VM that libvirt's test driver has: it disturbs whoever else looks at it. */
const testDriver = [
  'apps/server/src/access/access.test.ts',
  'apps/server/src/events/serve-events.test.ts',
  'apps/server/src/hosts/{change-host,guest-facts,inventory}.test.ts',
  'apps/server/src/stats/host-figures.test.ts',
]

/** What has hosts of its own, and wants the machine's links and ports for them: it waits more than it works. */
const lab = ['e2e/lab/**/*.test.ts', 'apps/server/src/hosts/tls-host.test.ts']

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
          exclude: [...never, ...testDriver, ...lab],
          // Most of them wait for daemons and guests: one more than the two cores that CI has.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: { name: 'one by one', include: testDriver, exclude: never, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { name: 'the lab', include: lab, exclude: never, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
    pool: 'threads',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What is waited for comes from guests and daemons, which the other tests make slow.
    expect: { poll: { timeout: 10_000 } },
  },
})
