import { expect, it } from 'vitest'
import { belowBase } from './base-path.ts'

it.each([
  ['/porthole/api/v1/vms?a=/porthole', '/api/v1/vms?a=/porthole'],
  ['/porthole', '/'],
  ['/porthole?q=web', '/?q=web'],
  ['/porthole/', '/'],
  ['/porthole.txt?_rsc=1', '/index.txt?_rsc=1'],
  ['/portholes/vms', '/portholes/vms'],
  ['/api/v1/vms', '/api/v1/vms'],
  ['/healthz', '/healthz'],
])('finds in %s the path %s', (url, path) => {
  expect(belowBase(url, '/porthole')).toBe(path)
  expect(belowBase(url, '')).toBe(url)
})
