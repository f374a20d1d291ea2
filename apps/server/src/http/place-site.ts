import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What apps/web/next.config.ts builds in place of the path. */
const placeholder = '/__porthole_base__'

const text = /\.(js|css|html|txt|json|svg|map)$/

/**
 * Makes of a window that was built for any path a copy for the path below which it is served: '' or such as '/porthole'.
 * docs/decisions/0018-a-path-in-front.md
 */
export function placeSite(from: string, to: string, basePath: string): void {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
  for (const file of textsOf(to)) {
    const content = readFileSync(file, 'utf8')
    if (content.includes(placeholder)) writeFileSync(file, content.replaceAll(placeholder, basePath))
  }
}

/** Writes a .gz beside every text, so that serving it costs no CPU. */
export function compressSite(folder: string): void {
  for (const file of textsOf(folder)) writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)))
}

function textsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => text.test(name))
    .map(name => join(folder, name))
    .filter(file => statSync(file).isFile())
}
