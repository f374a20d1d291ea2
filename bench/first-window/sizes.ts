import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Figure } from '../figures.ts'

const out = 'apps/web/out'

/** What the dashboard's HTML makes a browser load before it can be used. Sizes as `gzip -9` gives them. */
export function sizes(): Figure[] {
  const html = readFileSync(`${out}/index.html`, 'utf8')
  const scripts = named(html, /<script[^>]*\bsrc="([^"]+)"[^>]*>/g, tag => !/\bnomodule\b/i.test(tag))
  const styles = named(html, /<link[^>]*\bhref="([^"]+\.css[^"]*)"[^>]*>/g, tag => /rel="stylesheet"/.test(tag))
  const lazy = scripts.filter(path =>
    /QEMUExtendedKeyEvent|xterm-viewport|cm-editor/.test(readFileSync(out + path, 'utf8')),
  )
  return [
    { name: 'first-load JavaScript of the dashboard', value: kilobytes(scripts), atMost: 240, unit: 'KB gzip' },
    { name: 'first-load CSS of the dashboard', value: kilobytes(styles), atMost: 40, unit: 'KB gzip' },
    { name: 'first-load scripts with noVNC, xterm or an editor inside', value: lazy.length, atMost: 0, unit: 'files' },
  ]
}

function named(html: string, pattern: RegExp, wanted: (tag: string) => boolean): string[] {
  const paths = [...html.matchAll(pattern)]
    .filter(match => wanted(match[0]))
    .map(match => match[1]?.split('?')[0] ?? '')
  if (paths.length === 0) throw new Error(`${out}/index.html names nothing that matches ${pattern}: was it built?`)
  return [...new Set(paths)]
}

function kilobytes(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(out + path), { level: 9 }).length, 0) / 1000
}
