import { expect, it } from 'vitest'
import { readConfig } from './config.ts'

it('needs nothing to be set', () => {
  expect(readConfig({})).toEqual({
    listen: { host: '127.0.0.1', port: 8680 },
    data: `${process.cwd()}/data`,
    databaseUrl: null,
    publicOrigin: null,
    basePath: '',
    logLevel: 'info',
    localUri: 'qemu:///system',
    plainTcp: 'ask',
    hostNetworks: [],
    trustedProxies: [],
    sshAgent: null,
    consolesPerPerson: 32,
  })
})

it('takes an empty variable for one that is not set', () => {
  expect(readConfig({ PORTHOLE_LISTEN: '', DATABASE_URL: '' })).toEqual(readConfig({}))
})

it.each([
  ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
  ['[::1]:8680', { host: '::1', port: 8680 }],
  [':8680', { host: undefined, port: 8680 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
])('listens where %s says', (text, listen) => {
  expect(readConfig({ PORTHOLE_LISTEN: text }).listen).toEqual(listen)
})

it('keeps of the public address only the origin', () => {
  const at = (url: string) => readConfig({ PORTHOLE_URL: url })
  expect(at('https://porthole.example.org/')).toMatchObject({
    publicOrigin: 'https://porthole.example.org',
    basePath: '',
  })
  expect(at('https://example.org/a/porthole/')).toMatchObject({
    publicOrigin: 'https://example.org',
    basePath: '/a/porthole',
  })
})

it.each([
  ['PORTHOLE_LISTEN', '8680'],
  ['PORTHOLE_LISTEN', '127.0.0.1:70000'],
  ['PORTHOLE_LISTEN', '[127.0.0.1]:80'],
  ['PORTHOLE_LISTEN', '::1:80'],
  ['DATABASE_URL', 'mysql://db/porthole'],
  ['DATABASE_URL', 'porthole'],
  ['PORTHOLE_URL', 'porthole.example.org'],
  ['PORTHOLE_URL', 'https://example.org/porthole?a=b'],
  ['PORTHOLE_URL', 'https://example.org/%3Cb%3E'],
  ['PORTHOLE_LOG', 'loud'],
  ['LIBVIRT_DEFAULT_URI', 'here'],
  ['PORTHOLE_PLAIN_TCP', 'true'],
  ['PORTHOLE_HOST_NETWORKS', '10.0.0.0/33'],
  ['PORTHOLE_HOST_NETWORKS', '10.0.0.0/8, example.org'],
])('says in one sentence what is wrong with %s=%s', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} can not be used: .+\\.$`))
})

it('reads the networks in which hosts may be', () => {
  expect(readConfig({ PORTHOLE_HOST_NETWORKS: '10.0.0.0/8, fd00::/8  192.0.2.7' }).hostNetworks).toEqual([
    '10.0.0.0/8',
    'fd00::/8',
    '192.0.2.7',
  ])
})

it('does not print the password of an address that it refuses', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://porthole:hunter22@db/porthole' })).toThrow(/^(?!.*hunter22)/)
})
