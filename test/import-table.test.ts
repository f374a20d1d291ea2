import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { beforeAll, expect, it } from 'vitest'
import { type Part, parts } from './import-table.ts'

const roots = [
  'packages/libvirt/src',
  'packages/libvirt-xml/src',
  'packages/contract/src',
  'apps/server/src',
  'apps/web/src',
]
let modules: ICruiseResult['modules'] = []

beforeAll(async () => {
  const { output } = await cruise(
    roots,
    {
      doNotFollow: { path: 'node_modules|/dist/|^prisma/generated' },
      exclude: { path: '\\.test\\.tsx?$' },
      tsPreCompilationDeps: true,
      enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
    },
    undefined,
    { tsConfig: extractTSConfig('tsconfig.base.json') },
  )
  modules = (output as ICruiseResult).modules.filter(module => roots.some(root => module.source.startsWith(root)))
}, 60_000)

it('reads the whole tree (a cruise of nothing would pass every rule)', () => {
  expect(modules.length).toBeGreaterThan(100)
  const edges = modules.flatMap(module => module.dependencies)
  expect(edges.some(edge => /^packages\/contract\//.test(edge.resolved))).toBe(true)
})

it.each(parts)('$name imports only what the table allows', part => {
  const strays = modules
    .filter(module => new RegExp(part.from).test(module.source))
    .flatMap(module =>
      module.dependencies
        .filter(edge => !allowed(part, edge.resolved, edge.module, edge.dependencyTypes))
        .map(edge => `${module.source} -> ${edge.module}`),
    )
  expect(strays).toEqual([])
})

it('has no import circle that exists at run time', () => {
  const circles = modules.flatMap(module =>
    module.dependencies
      .filter(edge => edge.circular && !edge.dependencyTypes.includes('type-only'))
      .filter(edge => !(edge.cycle ?? []).some(step => step.dependencyTypes.includes('type-only')))
      .map(edge => `${module.source} -> ${edge.module}`),
  )
  expect(circles).toEqual([])
})

function allowed(part: Part, resolved: string, specifier: string, kinds: readonly string[]): boolean {
  if (kinds.includes('core')) return part.node
  const inPart = new RegExp(part.from)
  if (inPart.test(resolved) || part.may.some(path => new RegExp(path).test(resolved))) return true
  if (/^(packages|apps|prisma)\//.test(resolved)) return false
  if (part.packages === 'any') return true
  const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0]
  return part.packages.includes(name ?? '')
}
