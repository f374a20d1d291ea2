import type { Permission } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabases } from '../../test/databases.ts'
import { testVm } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { labelsOf, textOf } from './format.ts'

const databases = emptyDatabases('sqlite')
let server: RunningServer
let admin: Browser
beforeAll(async () => {
  server = await runServer(await databases.place())
  admin = await setUp(server)
  await testVm(server.core.hosts)
})
afterAll(() => server.stop())

async function scrape(browser: Browser, permissions: readonly Permission[]): Promise<Response> {
  const { body } = await browser.send('POST', '/account/tokens', { name: 'Prometheus', permissions, days: 1 })
  return fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${body.token}` } })
}

interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Reads the text as strictly as promtool: families whole and once, HELP and TYPE first, each sample once. */
function parse(text: string): Sample[] {
  expect(text.endsWith('\n')).toBe(true)
  const seen = new Set<string>()
  const series = new Set<string>()
  let family = { name: '', type: '' }
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap(line => {
      const help = /^# HELP ([a-z_]+) \S/.exec(line)
      if (help) {
        expect(seen, line).not.toContain(help[1])
        seen.add(help[1] ?? '')
        family = { name: help[1] ?? '', type: '' }
        return []
      }
      const type = /^# TYPE ([a-z_]+) (gauge|counter)$/.exec(line)
      if (type) {
        expect(type[1]).toBe(family.name)
        family.type = type[2] ?? ''
        expect(family.name.endsWith('_total'), family.name).toBe(family.type === 'counter')
        return []
      }
      const label = '[a-z_]+="(?:[^"\\\\\\n]|\\\\["\\\\n])*"'
      const sample = new RegExp(`^([a-z_]+)(\\{(${label}(?:,${label})*)\\})? (-?\\d+(?:\\.\\d+)?(?:e[+-]\\d+)?)$`).exec(
        line,
      )
      expect(sample, line).not.toBeNull()
      const [, name = '', , labels = '', value] = sample ?? []
      expect(name).toBe(family.name)
      expect(family.type).not.toBe('')
      expect(series, line).not.toContain(name + labels)
      series.add(name + labels)
      const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, said]) => [key, said])
      return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }]
    })
}

it('is there for a token that may, and for nobody else', async () => {
  expect((await fetch(`${server.url}/metrics`)).status).toBe(401)
  expect((await scrape(admin, ['vm.see', 'host.see'])).status).toBe(403)
  const none = await server.person('none')
  expect((await scrape(none, ['metrics.see', 'vm.see'])).status).toBe(403)
})

it('tells hosts, guests and the process in the format that Prometheus reads', async () => {
  const reply = await scrape(admin, ['metrics.see', 'vm.see', 'host.see'])
  expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const samples = parse(await reply.text())
  const vm = await testVm(server.core.hosts)
  const host = server.core.hosts.list()[0]?.name
  const labels = { host, vm: vm.name, uuid: vm.id }
  expect(samples).toContainEqual({ name: 'porthole_vm_state', labels: { ...labels, state: vm.state }, value: 1 })
  expect(samples).toContainEqual({ name: 'porthole_vm_vcpus', labels, value: vm.vcpus })
  expect(samples).toContainEqual({ name: 'porthole_host_up', labels: { host }, value: 1 })
  expect(samples).toContainEqual({ name: 'porthole_alerts_firing', labels: { severity: 'critical' }, value: 0 })
  expect(samples.find(({ name }) => name === 'porthole_process_resident_memory_bytes')?.value).toBeGreaterThan(1e7)
})

it('tells of what the token’s person may see, and of nothing else', async () => {
  const vm = await testVm(server.core.hosts)
  const somebody = await server.person('none')
  const { id: person } = (await somebody.send('GET', '/session')).body.person
  const on = { kind: 'vm', vm: vm.id }
  await admin.send('POST', '/grants', { role: 'viewer', to: { kind: 'person', person }, on, expiresAt: null })
  const samples = parse(await (await scrape(somebody, ['metrics.see', 'vm.see', 'host.see'])).text())
  expect(samples.filter(({ name }) => /^porthole_(host|process)_/.test(name))).toEqual([])
  expect(samples.filter(({ name }) => name === 'porthole_vm_vcpus')).toMatchObject([
    { labels: { uuid: vm.id, host: vm.host } },
  ])
})

it('tells of no VM to who may see the figures of others, or sees it without its figures', async () => {
  const vm = await testVm(server.core.hosts)
  const all = ['metrics.see', 'vm.see', 'host.see'] as const
  const seer = (await admin.send('POST', '/roles', { name: 'Sees VMs', permissions: ['vm.see'] })).body.id
  const grants = [
    [{ role: 'viewer', on: { kind: 'tag', tag: 'elsewhere' } }],
    [
      { role: 'viewer', on: { kind: 'tag', tag: 'elsewhere' } },
      { role: seer, on: { kind: 'vm', vm: vm.id } },
    ],
  ]
  for (const given of grants) {
    const somebody = await server.person('none')
    const { id: person } = (await somebody.send('GET', '/session')).body.person
    for (const grant of given) {
      const { status } = await admin.send('POST', '/grants', {
        ...grant,
        to: { kind: 'person', person },
        expiresAt: null,
      })
      expect(status).toBe(200)
    }
    const reply = await scrape(somebody, all)
    expect(reply.status).toBe(200)
    expect(parse(await reply.text()).filter(({ name }) => name.startsWith('porthole_vm_'))).toEqual([])
  }
})

it('escapes what people called things', () => {
  const labels = labelsOf({ vm: 'a"b\\c\nd' })
  const family = { name: 'x', type: 'gauge', help: 'Some.', samples: () => [[labels, 1.5] as const] } as const
  const text = [...textOf([family])].join('')
  expect(text).toBe('# HELP x Some.\n# TYPE x gauge\nx{vm="a\\"b\\\\c\\nd"} 1.5\n')
  expect(parse(text)).toHaveLength(1)
})
