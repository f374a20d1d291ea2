import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { expect, it } from 'vitest'

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter(file => file !== '' && existsSync(file))
const code = files.filter(file => /\.(ts|tsx|mjs)$/.test(file) && !/(\.gen|\.d)\.ts$/.test(file))

it('has no drawer for everything', () => {
  const drawers = code.filter(file => /(^|\/)(utils?|helpers?|common|misc|types)(\/|\.[a-z]+$)/.test(file))
  expect(drawers).toEqual([])
})

it('has an index only at a package’s front door', () => {
  const inner = code.filter(
    file => /^index\.tsx?$/.test(basename(file)) && !/^packages\/[^/]+\/src$/.test(dirname(file)),
  )
  expect(inner).toEqual([])
})

it('names files in kebab-case, and components in PascalCase', () => {
  const odd = code.filter(file => {
    const name = basename(file).replace(/\.(test|config|journey|bench)?\.?[a-z]+$/, '')
    if (/^apps\/web\/src\/app\//.test(file)) return false
    return /\.tsx$/.test(file)
      ? !/^([A-Z][A-Za-z0-9]*|[a-z0-9]+(-[a-z0-9]+)*)$/.test(name)
      : !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
  })
  expect(odd).toEqual([])
})

it('keeps files small enough to read', () => {
  const long = code
    .map(file => ({ file, lines: readFileSync(file, 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 400)
  expect(long).toEqual([])
})

it('has no class called Manager, Service or Base', () => {
  const bad = code.filter(file => /\bclass\s+(\w*(Manager|Service)|Base\w*)\b/.test(readFileSync(file, 'utf8')))
  expect(bad).toEqual([])
})

it('skips no test and silences no checker without saying why', () => {
  const silent = code
    .filter(file => file !== 'test/house.test.ts')
    .filter(file =>
      /\b(it|test|describe)\.(skip|only|todo|fixme)\(|@ts-ignore|waitForTimeout/.test(readFileSync(file, 'utf8')),
    )
  expect(silent).toEqual([])
})

it('links only to files that exist', () => {
  const dead = files
    .filter(file => file.endsWith('.md'))
    .flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)]*)?\)/g)]
        .map(match => match[1] ?? '')
        .filter(target => !existsSync(`${dirname(file)}/${target}`))
        .map(target => `${file}: ${target}`),
    )
  expect(dead).toEqual([])
})
