import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The rows of the table, each with its number, what is done, and the tests that it names. */
const rows = readFileSync('docs/security.md', 'utf8')
  .split('\n')
  .map(line => /^\| (\d+) \| .+ \| (.+) \| (.+) \|$/.exec(line))
  .filter(row => row !== null)
  .map(([, number, does = '', tests = '']) => ({ number: Number(number), does, tests: tests.split('<br>') }))

it('says of each control what is done about it', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 54 }, (_, index) => index + 1))
})

it('names a test for whatever it says is done', () => {
  const without = rows.filter(({ does, tests }) => tests[0] === 'none' && !/^(Does not apply|Open)\b/.test(does))
  expect(without).toEqual([])
})

/** What breaks by itself stands in a table of its own. */
const faults = readFileSync('docs/security.md', 'utf8')
  .split('## When something breaks')[1]
  ?.split('\n')
  .flatMap(line => /^\| [A-Z].+ \| .+ \| (`.+) \|$/.exec(line)?.[1]?.split('<br>') ?? [])

it('names only tests that exist', () => {
  const named = [...rows.flatMap(({ tests }) => tests).filter(test => test !== 'none'), ...(faults ?? [])]
  expect(faults?.length).toBeGreaterThan(5)
  expect(named.filter(test => !exists(test))).toEqual([])
})

/** "`file`: name of a test in it", or "`file`" for what is a check itself. */
function exists(test: string): boolean {
  const [, file = '', name] = /^`([^`]+)`(?:: (.+))?$/.exec(test) ?? []
  if (!existsSync(file)) return false
  const text = readFileSync(file, 'utf8')
  return name === undefined || [...text.matchAll(/\(\s*(['"`])(.+?)\1,/g)].some(([, , title]) => title === name)
}
