import type { Vm } from '@porthole/contract'
import { describe, expect, it } from 'vitest'
import { completeFilter } from './complete-filter.ts'
import type { Subject } from './fields.ts'
import { globs, matcherOf, whoExcludes } from './match-filter.ts'
import { parseFilter, quoted } from './parse-filter.ts'

const subject = (
  name: string,
  rest: Partial<Vm> & { hostName?: string; folder?: string; cpu?: number } = {},
): Subject => {
  const { hostName = 'kvm-01', folder: path = null, cpu, ...vm } = rest
  const figures = cpu === undefined ? null : { cpu, usedKiB: 3 * 1024 ** 2, disk: 20 * 1024 ** 2, net: 1000 }
  const usual = { id: `id-${name}`, title: null, state: 'shut-off', active: false, memoryKiB: 2 * 1024 ** 2, vcpus: 2 }
  const others = {
    autostart: false,
    persistent: true,
    accelerator: 'kvm',
    displays: ['vnc'],
    tags: ['blue'],
    ips: ['10.1.2.3', 'fd00::2'],
    macs: ['52:54:00:aa:bb:cc'],
    os: 'Debian GNU/Linux 12 (bookworm)',
    diskPaths: [`/var/lib/libvirt/images/${name}.qcow2`],
    networks: ['network default'],
    host: hostName,
  }
  return { vm: { ...usual, ...others, name, ...vm } as Vm, hostName, folder: path, figures }
}
const fleet = [
  subject('web-01', { state: 'running', active: true, cpu: 91, memoryKiB: 8 * 1024 ** 2 }),
  subject('web-02', { state: 'paused', active: true, cpu: 3, hostName: 'kvm-02', autostart: true }),
  subject('db main', { vcpus: 4, hostName: 'kvm-1', title: 'The database', displays: [], notes: 'Ask Ann first' }),
  subject('odd:name', { hostName: 'xen', folder: 'Lab/builders' }),
]
const found = (query: string) => fleet.filter(matcherOf(parseFilter(query))).map(({ vm }) => vm.name)

describe('matches', () => {
  it.each([
    ['', ['web-01', 'web-02', 'db main', 'odd:name']],
    ['state:running', ['web-01']],
    ['folder:lab/*', ['odd:name']],
    ['-folder:builders state:running', ['web-01']],
    ['ip:10.0.0.0/8 state:running', ['web-01']],
    ['ip:10.2.0.0/16', []],
    ['ip:fd00::/16 state:running', ['web-01']],
    ['ip=10.1.2.3 mac:aa:bb os:debian net:default disk:web-01', ['web-01']],
    ['ip:10.1.2.3/33 web-01', ['web-01']],
    ['state:running,paused', ['web-01', 'web-02']],
    ['-state:off', ['web-01', 'web-02']],
    ['host:kvm-0*', ['web-01', 'web-02']],
    ['host:kvm', ['web-01', 'web-02', 'db main']],
    ['host=kvm-0', []],
    ['host=KVM-02', ['web-02']],
    ['web -01', ['web-02']],
    ['w*1', ['web-01']],
    ['"db main"', ['db main']],
    ['name:"db m"', ['db main']],
    ['database', ['db main']],
    ['ann', ['db main']],
    ['notes:first', ['db main']],
    ['"odd:name"', ['odd:name']],
    ['id:id-db', ['db main']],
    ['cpu>80', ['web-01']],
    ['cpu<=3%', ['web-02']],
    ['io>10M traffic<1K used>2G cpu>50', ['web-01']],
    ['mem>4G', ['web-01']],
    ['memory:2048M host:xen', ['odd:name']],
    ['vcpus:4', ['db main']],
    ['vcpus>=2 vcpus<4 host:xen', ['odd:name']],
    ['autostart:yes', ['web-02']],
    ['display:none', ['db main']],
    ['shut off', ['db main', 'odd:name']],
  ])('%s', (query, names) => {
    expect(found(query)).toEqual(names)
  })

  it('anything where a star stands, and the whole of the rest', () => {
    expect(globs('a*b*c', 'a-b-b-c')).toBe(true)
    expect(globs('ab*ba', 'aba')).toBe(false)
    expect(globs('*', '')).toBe(true)
    expect(globs('a**c', 'ac')).toBe(true)
    expect(globs('*b*', 'abc')).toBe(true)
    expect(globs('a*d', 'abc')).toBe(false)
  })
})

describe('what can not be understood', () => {
  it.each([
    ['colour:red', 'there is no field “colour”'],
    ['state:sleeping', '“sleeping” is no state. One of: running, paused,'],
    ['mem>4', '“4” needs a unit, as in 512M or 4G.'],
    ['mem>fast', '“fast” is not a number.'],
    ['vcpus:1.2.3', 'is not a number'],
    ['cpu:', 'say what it should be'],
    ['ip:10.0.0.0/64', 'is no network'],
    ['host>a', '“host” has no order'],
    ['name:"a', 'a quotation mark is missing'],
  ])('%s says why, and filters nothing', (query, why) => {
    expect(parseFilter(query)[0]?.problem).toContain(why)
    expect(found(query)).toHaveLength(fleet.length)
  })

  it('leaves the other terms at work', () => {
    expect(found('colour:red state:running')).toEqual(['web-01'])
  })
})

it('takes no longer for what is made to be slow', () => {
  const evil = [
    '*a'.repeat(500),
    'a:'.repeat(500),
    '"'.repeat(1000),
    'mem>'.repeat(250),
    `${'9'.repeat(900)}x`,
    '-'.repeat(1000),
  ]
  const haystack = subject('a'.repeat(2000))
  for (const text of evil) {
    const terms = parseFilter(`${text} ${text}`)
    matcherOf(terms)(haystack)
    expect(terms.at(-1)?.end).toBeLessThanOrEqual(1000)
  }
  // The number of looks is bounded by text and pattern, not by their combinations.
  expect(globs(`${'*a'.repeat(400)}*b`, 'a'.repeat(10_000))).toBe(false)
})

it('says where each term stands', () => {
  const text = '  state:running "two words"'
  expect(parseFilter(text).map(({ start, end }) => text.slice(start, end))).toEqual(['state:running', '"two words"'])
})

it('says which term excludes what', () => {
  const shares = whoExcludes(parseFilter('web host:xen state:running'), fleet)
  expect(shares.map(({ term, alone, without }) => [term.text, alone, without])).toEqual([
    ['web', 2, 0],
    ['host:xen', 1, 1],
    ['state:running', 1, 0],
  ])
})

describe('completes', () => {
  const labels = (text: string, caret = text.length) =>
    completeFilter(text, caret, { host: ['kvm-01', 'my host'] }).map(({ label, text, caret }) => [label, text, caret])

  it('names of fields, then their values', () => {
    expect(labels('st')).toEqual([['state:', 'state:', 6]])
    expect(labels('state:sa')).toEqual([['saved', 'state:saved ', 12]])
    expect(labels('state:running,sa')).toEqual([['saved', 'state:running,saved ', 20]])
    expect(labels('-ho')).toEqual([['host:', '-host:', 6]])
    expect(labels('me')).toEqual([['mem>', 'mem>', 4]])
  })
  it('in the middle of others, quoting what needs it', () => {
    expect(labels('host:my cpu>3', 7)).toEqual([['my host', 'host:"my host" cpu>3', 15]])
    expect(labels('x ', 2)).toEqual([])
    expect(labels('host:kvm-01')).toEqual([])
  })
  it('reads its own quotes back', () => {
    expect(parseFilter(`host=${quoted('my host')}`)[0]?.values).toEqual(['my host'])
  })
})
