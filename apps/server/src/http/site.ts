import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pagePolicy } from './security-headers.ts'

/**
 * The static export of the window. A segment `_` in it stands for any segment of an address: `vms/_.html` is the
 * page of every VM, and the page reads the id from its address.
 */
export class Site {
  readonly #files: ReadonlySet<string>
  readonly #patterns: readonly { readonly matches: RegExp; readonly file: string }[]
  readonly #policies: ReadonlyMap<string, string>

  constructor(root: string) {
    const files = listFiles(root)
    this.#files = new Set(files)
    this.#patterns = files.filter(file => /(^|\/)_(\/|\.)/.test(file)).map(file => ({ matches: pattern(file), file }))
    const pages = files.filter(file => file.endsWith('.html'))
    this.#policies = new Map(pages.map(file => [file, pagePolicy(inlineScriptHashes(join(root, file)))]))
  }

  get empty(): boolean {
    return this.#files.size === 0
  }

  /** The file for the path of an address (decoded, without query); null when there is none. */
  find(path: string): string | null {
    const name = path.replace(/^\/|\/$/g, '') || 'index.html'
    const exact = [name, `${name}.html`, `${name}/index.html`].find(file => this.#files.has(file))
    return exact ?? this.#placeholder(name) ?? this.#placeholder(`${name}.html`)
  }

  /** The Content-Security-Policy of a page; undefined for what is no page. */
  policy(file: string): string | undefined {
    return this.#policies.get(file)
  }

  #placeholder(name: string): string | null {
    return this.#patterns.find(({ matches }) => matches.test(name))?.file ?? null
  }
}

/** Every file, without the compressed copies that lie beside them. */
function listFiles(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => !/\.(br|gz)$/.test(name) && statSync(join(root, name)).isFile())
    .map(name => name.split(sep).join('/'))
}

function pattern(file: string): RegExp {
  const escaped = file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/(^|\/)_(?=\/|\\\.)/g, '$1[^/]+?')}$`)
}

/** Next writes a page's data as inline scripts: each is allowed by its hash, so that no other can run. */
function inlineScriptHashes(file: string): string[] {
  const scripts = readFileSync(file, 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)
  const hashes = [...scripts].map(([, text = '']) => createHash('sha256').update(text).digest('base64'))
  return [...new Set(hashes)]
}
