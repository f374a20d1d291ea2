import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fingerprint, KnownHosts, keyType } from './known-hosts.ts'

let folder: string
const lines: Record<string, string> = {}
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'porthole-known-hosts-'))
  for (const [name, type] of Object.entries({ one: 'ed25519', two: 'ed25519', rsa: 'rsa', ecdsa: 'ecdsa' })) {
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', 'a comment', '-f', join(folder, name)])
    lines[name] = readFileSync(join(folder, `${name}.pub`), 'utf8').trim()
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

const key = (name: string): Buffer => Buffer.from(lines[name]?.split(' ')[1] ?? '', 'base64')

/** What ssh-keygen makes of plain lines. */
function hashed(text: string): string {
  const file = join(folder, 'hashed')
  writeFileSync(file, text)
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' })
  return readFileSync(file, 'utf8')
}

it('knows a host by name, by any of several names, and by name and port', () => {
  const known = new KnownHosts(`# hosts\n\nhost.example.org,10.0.0.1 ${lines.one}\n[other]:2222 ${lines.two}\n`)
  expect(known.verdict('host.example.org', 22, key('one'))).toBe('known')
  expect(known.verdict('HOST.example.org', 22, key('one'))).toBe('known')
  expect(known.verdict('10.0.0.1', 22, key('one'))).toBe('known')
  expect(known.verdict('host.example.org', 2222, key('one'))).toBe('unknown')
  expect(known.verdict('other', 2222, key('two'))).toBe('known')
  expect(known.verdict('other', 22, key('two'))).toBe('unknown')
  expect(known.verdict('nobody', 22, key('one'))).toBe('unknown')
})

it('tells a changed key from an unknown one', () => {
  const known = new KnownHosts(`host ${lines.one}\nhost ${lines.rsa}\n`)
  expect(known.verdict('host', 22, key('two'))).toBe('changed')
  expect(known.verdict('host', 22, key('ecdsa'))).toBe('changed')
  expect(known.verdict('host', 22, key('rsa'))).toBe('known')
  expect(known.keys('host', 22).map(keyType)).toEqual(['ssh-ed25519', 'ssh-rsa'])
})

it('reads the names that ssh-keygen hashed', () => {
  const text = hashed(`host ${lines.one}\n[host]:2222 ${lines.two}\n`)
  expect(text).not.toContain('host ')
  const known = new KnownHosts(text)
  expect(known.verdict('host', 22, key('one'))).toBe('known')
  expect(known.verdict('host', 22, key('two'))).toBe('changed')
  expect(known.verdict('host', 2222, key('two'))).toBe('known')
  expect(known.verdict('guest', 22, key('one'))).toBe('unknown')
})

it('believes no key that was revoked, wherever it is listed besides', () => {
  const known = new KnownHosts(`host ${lines.one}\n@revoked * ${lines.one}\n@revoked host ${lines.two}\n`)
  expect(known.verdict('host', 22, key('one'))).toBe('revoked')
  expect(known.verdict('another', 22, key('one'))).toBe('revoked')
  expect(known.verdict('host', 22, key('rsa'))).toBe('changed')
})

it('reads patterns, also those that leave hosts out', () => {
  const known = new KnownHosts(`*.lab.test,!bad.lab.test,10.0.?.1 ${lines.one}\n`)
  expect(known.verdict('h1.lab.test', 22, key('one'))).toBe('known')
  expect(known.verdict('bad.lab.test', 22, key('one'))).toBe('unknown')
  expect(known.verdict('10.0.7.1', 22, key('one'))).toBe('known')
  expect(known.verdict('10.0.77.1', 22, key('one'))).toBe('unknown')
  expect(known.verdict('labxtest', 22, key('one'))).toBe('unknown')
})

it.each([
  'host',
  'host ssh-ed25519',
  '@cert-authority host %s',
  '@unknown host %s',
  '|1|bad %s',
  'host ssh-ed25519 ***',
])('takes nothing from the line "%s"', line => {
  const known = new KnownHosts(line.replace('%s', lines.one ?? ''))
  expect(known.verdict('host', 22, key('one'))).toBe('unknown')
})

it('gives the fingerprint and the type that ssh-keygen prints', () => {
  const printed = execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'one.pub')], { encoding: 'utf8' })
  expect(printed).toContain(fingerprint(key('one')))
  expect(keyType(key('ecdsa'))).toBe('ecdsa-sha2-nistp256')
  expect(keyType(Buffer.from([0, 0]))).toBe('')
  expect(keyType(Buffer.from([255, 255, 255, 255, 10, 65]))).toBe('A')
})
