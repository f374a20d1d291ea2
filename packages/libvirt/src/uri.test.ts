import { expect, test } from 'vitest'
import { dice } from '../test/dice.ts'
import { UriError } from './errors.ts'
import { formatUri, type LibvirtUri, parseUri } from './uri.ts'

const plain = { user: null, host: null, port: null, options: {}, params: [] }

test.each<[string, Partial<LibvirtUri>]>([
  ['qemu:///system', { driver: 'qemu', transport: 'unix', path: '/system', open: 'qemu:///system' }],
  ['qemu:///session', { transport: 'unix', path: '/session', open: 'qemu:///session' }],
  ['qemu+unix:///system', { driver: 'qemu', transport: 'unix', open: 'qemu:///system' }],
  ['test:///default', { driver: 'test', transport: 'unix', open: 'test:///default' }],
  ['test:///a%20dir/my.xml', { path: '/a dir/my.xml', open: 'test:///a%20dir/my.xml' }],
  ['xen://towada/system', { driver: 'xen', transport: 'tls', host: 'towada', open: 'xen:///system' }],
  ['xen+ssh://rjones@towada/', { transport: 'ssh', user: 'rjones', host: 'towada', path: '/', open: 'xen:///' }],
  ['test+tcp://localhost:5000/default', { transport: 'tcp', host: 'localhost', port: 5000, open: 'test:///default' }],
  ['qemu+tls:///system', { transport: 'tls', host: 'localhost' }],
  ['qemu+ssh://h', { path: '', open: 'qemu://' }],
  ['QEMU+SSH://h/system', { driver: 'qemu', transport: 'ssh', host: 'h' }],
  ['qemu+libssh://h/system', { transport: 'libssh' }],
  ['qemu+tcp://[::1]:16509/system', { host: '::1', port: 16509 }],
  ['qemu+tcp://[fe80::1%25eth0]/system', { host: 'fe80::1%eth0', port: null }],
  ['qemu+tls://h:/system', { host: 'h', port: null }],
  ['qemu+tls://me%40REALM@h/system', { user: 'me@REALM' }],
  ['remote://h/', { driver: 'remote', transport: 'tls', open: '' }],
  ['remote+unix:///', { transport: 'unix', open: '' }],
])('reads %s', (text, parts) => {
  const uri = parseUri(text)
  expect(uri).toMatchObject(parts)
  expect(parseUri(formatUri(uri))).toEqual(uri)
})

test('keeps the parameters of the transport to itself, and leaves the others to the driver', () => {
  const uri = parseUri(
    'qemu+ssh://h/system?Keyfile=%2Froot%2Fid&mode=direct&root=/x&no_verify=1;sshauth=privkey,agent&a=b=c&a=d&empty',
  )
  expect(uri.options).toEqual({
    keyfile: '/root/id',
    mode: 'direct',
    no_verify: true,
    sshauth: ['privkey', 'agent'],
  })
  expect(uri.params).toEqual([
    ['root', '/x'],
    ['a', 'b=c'],
    ['a', 'd'],
    ['empty', ''],
  ])
  expect(uri.open).toBe('qemu:///system?root=/x&a=b%3Dc&a=d&empty=')
  expect(parseUri(formatUri(uri))).toEqual(uri)
})

test('name is what the daemon is asked for', () => {
  expect(parseUri('qemu+tls://h/system?name=test:///default&root=/x')).toMatchObject({
    open: 'test:///default',
    params: [['root', '/x']],
  })
})

test('a plus is a plus', () => {
  expect(parseUri('qemu:///system?socket=/run/a+b').options.socket).toBe('/run/a+b')
})

test('drivers that speak to other machines themselves keep their whole URI', () => {
  const uri = parseUri('esx://root@esx.example.org/?no_verify=1&auto_answer=1')
  expect(uri).toMatchObject({ transport: 'unix', user: 'root', host: 'esx.example.org', options: {} })
  expect(uri.open).toBe('esx://root@esx.example.org/?no_verify=1&auto_answer=1')
  expect(parseUri(formatUri(uri))).toEqual(uri)
  expect(parseUri('esx+ssh://h/?auto_answer=1')).toMatchObject({ transport: 'ssh', open: 'esx:///?auto_answer=1' })
})

test.each([
  ['qemu', /no libvirt URI/],
  ['hail', /no libvirt URI/],
  ['qemu:/system', /no libvirt URI/],
  ['qemu+:///system', /no libvirt URI/],
  ['qemu:///system#x', /no libvirt URI/],
  ['qemu+ext:///system?command=x', /ext would run a program/],
  ['qemu+rsh://h/system', /no transport "rsh"/],
  ['qemu+unix://h/system', /leave the host out/],
  ['qemu+ssh://-oProxyCommand=x/system', /no name or address/],
  ['qemu+ssh://h%20x/system', /no name or address/],
  ['qemu+ssh://h;id/system', /no name or address/],
  ['qemu+ssh://h%00/system', /control characters/],
  ['qemu+ssh://a\nb/system', /control characters/],
  ['qemu+ssh://-l@h/system', /user name/],
  ['qemu+ssh://a%20b@h/system', /user name/],
  ['qemu+ssh://@h/system', /user name/],
  ['qemu+ssh://me:secret@h/system', /no place for a password/],
  ['qemu+ssh://me%3Asecret@h/system', /no place for a password/],
  ['qemu+ssh://a@b@h/system', /cannot be read/],
  ['qemu+ssh://h:0/system', /1 to 65535/],
  ['qemu+ssh://h:65536/system', /1 to 65535/],
  ['qemu+ssh://h:x/system', /cannot be read/],
  ['qemu+ssh://::1/system', /cannot be read/],
  ['qemu+ssh://[::1/system', /cannot be read/],
  ['qemu+ssh://[h]/system', /no IPv6 address/],
  ['qemu+ssh://h/%zz', /two digits/],
  ['qemu+ssh://h/%ff', /UTF-8/],
  ['qemu:///system?socket=run', /whole path/],
  ['qemu:///system?socket=', /whole path/],
  ['qemu:///system?socket=/a&SOCKET=/b', /"socket" twice/],
  ['qemu:///system?mode=fast', /auto, direct, legacy/],
  ['qemu:///system?=x', /no name/],
  ['qemu:///system?pkipath=/x', /nothing with the transport unix/],
  ['qemu+tls://h/system?keyfile=/x', /nothing with the transport tls/],
  ['qemu+tcp://h/system?no_verify=1', /nothing with the transport tcp/],
  ['qemu+tls://h/system?no_verify=yes', /a number/],
  ['qemu+tls://h/system?tls_priority=NORMAL', /GnuTLS/],
  ['qemu+ssh://h/system?command=/bin/sh', /runs no program/],
  ['qemu+tls://h/system?authfile=/x', /no passwords from files/],
  ['qemu+tls://h/system?auth=sasl.gssapi', /sasl.scram-sha-256/],
  ['qemu+ssh://h/system?sshauth=magic', /list of agent/],
  ['qemu+ssh://h/system?netcat=nc%20-x', /without arguments/],
  ['qemu+ssh://h/system?netcat=-x', /without arguments/],
  ['qemu+ssh://h/system?netcat=nc&proxy=native', /leave one of them out/],
  ['qemu+ssh://h/system?constructor=x&__proto__=y&known_hosts=x', /whole path/],
  [`qemu+ssh://h/${'x'.repeat(4096)}`, /4096 characters/],
])('refuses %j', (text, why) => {
  expect(() => parseUri(text)).toThrow(UriError)
  expect(() => parseUri(text)).toThrow(why)
})

test('any URI that can be written is read as the same', () => {
  const roll = dice(7)
  const one = <T>(...list: T[]): T => list[roll(list.length)] as T
  const word = (letters: string) => Array.from({ length: 1 + roll(8) }, () => letters[roll(letters.length)]).join('')
  const strange = 'aZ09 /?#[]@:%&=+;\'"\\<>|~üé漢😀'
  const text = () => [...Array(roll(6)).keys()].map(() => [...strange][roll([...strange].length)]).join('')
  for (let round = 0; round < 3000; round++) {
    const transport = one('unix', 'tcp', 'tls', 'ssh', 'libssh', 'libssh2') as LibvirtUri['transport']
    const network = transport !== 'unix'
    const ssh = /ssh/.test(transport)
    const uri = {
      ...plain,
      driver: one('qemu', 'xen', 'lxc', 'test', 'remote'),
      transport,
      ...(network && {
        host: one(`h${word('a1-.')}z`, '10.0.0.1', '::1', 'fe80::1%eth0', 'bücher.example'),
        port: one(null, 1 + roll(65535)),
        user: one(null, `u${word('a1@\\/?#ü')}`),
      }),
      path: one('', `/${text()}`),
      options: {
        ...(roll(2) && { mode: one('auto', 'direct', 'legacy') }),
        ...(roll(2) && { socket: `/${text()}` }),
        ...(roll(2) && { name: text() }),
        ...(roll(2) && ssh && { no_tty: true, keyfile: `/${text()}`, sshauth: ['agent', 'privkey'] as const }),
      },
      params: Array.from({ length: roll(3) }, (): [string, string] => [`x${text()}`, text()]),
    }
    const { mode: _mode, socket: _socket, ...rest } = uri.options
    const written = { ...uri, options: transport === 'unix' || ssh ? uri.options : rest }
    const { open, ...read } = parseUri(formatUri(written as Omit<LibvirtUri, 'open'>))
    expect(read).toEqual(written)
    expect(open).toEqual(expect.any(String))
  }
})

test('nonsense is refused as a UriError, or read as something that can be written', () => {
  const roll = dice(11)
  const pieces = [
    'qemu',
    '+ssh',
    '+',
    '://',
    '/',
    '?',
    '&',
    '=',
    '%',
    '%2',
    '%00',
    '%ff',
    '@',
    ':',
    '[',
    ']',
    '::1',
    '\0',
  ]
  pieces.push(';', '#', '-', ' ', 'ü', '\ud800', 'name', 'socket', 'no_verify', 'esx', '\n', '0', '65536', '__proto__')
  let read = 0
  for (let round = 0; round < 20_000; round++) {
    const start = roll(2) === 0 ? 'qemu+ssh://' : ''
    const text = start + Array.from({ length: roll(12) }, () => pieces[roll(pieces.length)]).join('')
    try {
      const uri = parseUri(text)
      expect(parseUri(formatUri(uri))).toEqual(uri)
      read++
    } catch (error) {
      if (!(error instanceof UriError)) throw error
      expect(error.message).toMatch(/\.$/)
    }
  }
  expect(read).toBeGreaterThan(500)
})
