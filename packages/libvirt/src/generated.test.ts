import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
// @ts-expect-error The generator is plain JavaScript, so that node runs it as it is.
import { generate } from '../scripts/generate.mjs'

test.each(Object.entries(generate() as Record<string, string>))('%s is what the tables say', (path, text) => {
  expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toBe(text)
})
