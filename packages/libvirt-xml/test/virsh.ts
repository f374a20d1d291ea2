import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDomain } from '../src/domain-read.ts'

/** Asks the real libvirtd of this machine; virsh is the oracle of these tests, never a part of the product. */
export function virsh(...args: string[]): string {
  return execFileSync('virsh', ['-q', '-c', 'qemu:///system', ...args], { encoding: 'utf8', stdio: 'pipe' })
}

/** Runs `use` with the path of a file that holds `text`. */
export function withFile<T>(text: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 't-xml-'))
  try {
    writeFileSync(join(folder, 'document.xml'), text)
    return use(join(folder, 'document.xml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Defines a domain (with libvirt's schema check on), gives its XML as libvirt has it, and undefines it. */
export function definedByLibvirt(xml: string, meanwhile: (uuid: string) => void = () => {}): string {
  const uuid = readDomain(xml).uuid
  if (uuid === null) throw new Error('give the domain a UUID, so that it can be found again')
  withFile(xml, path => virsh('define', '--validate', path))
  try {
    meanwhile(uuid)
    return virsh('dumpxml', '--inactive', uuid)
  } finally {
    if (virsh('domstate', uuid).trim() !== 'shut off') virsh('destroy', uuid)
    virsh('undefine', '--nvram', uuid)
  }
}
