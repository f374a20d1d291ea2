#!/usr/bin/env node
// Prisma's CLI downloads a native schema engine before it does anything. This script stands in for it: it speaks
// the same JSON-RPC on stdio and runs Prisma's own WebAssembly build of that engine on throw-away databases in
// memory. It serves `generate`, `validate`, `format` and `migrate diff`; the server applies migrations by itself.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'

const require = createRequire(import.meta.url)

if (process.argv.includes('--version')) {
  console.log('schema-engine-wasm')
  process.exit(0)
}

const { models, url } = readArguments(process.argv.slice(2))
const printed = new Map()
let nextPrint = 1_000_000
let engine
let factory
let queue = Promise.resolve()

createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on('line', line => {
    const message = JSON.parse(line)
    if (message.method) queue = queue.then(() => answer(message))
    else printed.get(message.id)?.()
  })
  .on('close', () => queue.then(() => process.exit(0)))

function readArguments(args) {
  const found = { models: [], url: '' }
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--datamodels') found.models.push(args[++i])
    else if (args[i] === '--datasource') found.url = JSON.parse(args[++i]).url ?? ''
  }
  return found
}

async function answer({ id, method, params }) {
  try {
    engine ??= await startEngine()
    const result = await engine[method](params)
    // The native engine prints a diff by asking the CLI to, and waits for it.
    if (method === 'diff' && result.stdout != null) await print(result.stdout)
    send({ id, result: method === 'diff' ? { exitCode: result.exitCode } : (result ?? null) })
  } catch (error) {
    const message = adapterError(error) ?? String(error?.message ?? error)
    const data = { is_panic: error?.name === 'RuntimeError', message, error_code: error?.code ?? null, meta: null }
    send({ id, error: { code: 4466, message, data: { ...data, error: { message } } } })
  }
}

/** The engine names an adapter's error by a number; its text is in the factory's registry. */
function adapterError(error) {
  const number = /External error id#(\d+)/.exec(String(error?.message))?.[1]
  return number && factory?.errorRegistry?.consumeError(Number(number))?.error?.message
}

function print(content) {
  return new Promise(resolve => {
    const id = nextPrint++
    printed.set(id, resolve)
    send({ id, method: 'print', params: { content } })
  })
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

async function startEngine() {
  const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
  const module = new WebAssembly.Module(readFileSync(file))
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()

  factory = bindMigrationAwareSqlAdapterFactory(await throwAwayDatabase())
  const datamodels = models.map(path => [path, readFileSync(path, 'utf8')])
  return glue.SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, () => {}, factory)
}

async function throwAwayDatabase() {
  if (url.startsWith('pglite:')) {
    const { PGlite } = await import('@electric-sql/pglite')
    const { PrismaPGlite } = await import('pglite-prisma-adapter')
    const make = () => new PrismaPGlite(new PGlite('memory://'))
    return Object.assign(make(), { connectToShadowDb: () => make().connect() })
  }
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3')
  const sqlite = new PrismaBetterSqlite3({ url: ':memory:' })
  const connectToShadowDb = sqlite.connectToShadowDb.bind(sqlite)
  sqlite.connectToShadowDb = async () => wholeScripts(await connectToShadowDb())
  return sqlite
}

/** The engine sends a migration as one statement, which better-sqlite3 refuses when it holds several. */
function wholeScripts(connection) {
  const executeRaw = connection.executeRaw.bind(connection)
  connection.executeRaw = async query => {
    if (query.args.length > 0) return executeRaw(query)
    await connection.executeScript(query.sql)
    return 0
  }
  return connection
}
