// XDR written a second time, straight from RFC 4506 and the tables in protocol/, so that a mistake in src/ cannot agree with itself.
import { readFileSync } from 'node:fs'
import { TypedValue } from '../src/protocol/typed-params.ts'

type Fields = Record<string, string>
interface Row {
  number: number
  args?: Fields
  reply?: Fields
  message?: Fields
  stream?: string
}
interface Program {
  program: number
  version: number
  procedures: Record<string, Row>
}

const load = (name: string) => JSON.parse(readFileSync(new URL(`../protocol/${name}.json`, import.meta.url), 'utf8'))
const structures: Record<string, Fields> = load('structures').structures

export const programs: Record<'remote' | 'qemu' | 'lxc' | 'admin', Program> = {
  remote: load('remote'),
  qemu: load('qemu'),
  lxc: load('lxc'),
  admin: load('admin'),
}

type Value = unknown
const word = (value: number): number[] => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const twoWords = (value: bigint): number[] => {
  const bits = BigInt.asUintN(64, value)
  return [...word(Number(bits >> 32n)), ...word(Number(bits & 0xffff_ffffn))]
}
const padded = (bytes: Iterable<number>): number[] => {
  const list = [...bytes]
  while (list.length % 4) list.push(0)
  return list
}

function parse(type: string): { name: string; form: 'one' | 'optional' | 'list' | 'fixed'; size: number } {
  if (type.endsWith('?')) return { name: type.slice(0, -1), form: 'optional', size: 0 }
  const list = /^(\w+)([<[])(\d+)/.exec(type)
  if (!list) return { name: type, form: 'one', size: 0 }
  return { name: list[1] as string, form: list[2] === '<' ? 'list' : 'fixed', size: Number(list[3]) }
}

export const encodeFields = (fields: Fields, values: Record<string, Value>): number[] =>
  Object.entries(fields).flatMap(([name, type]) => encode(type, values[name]))

function encode(type: string, value: Value): number[] {
  const { name, form, size } = parse(type)
  if (form === 'optional') return value === null ? word(0) : [...word(1), ...encode(name, value)]
  if (form === 'fixed') return Array.from({ length: size }, (_, i) => word(Buffer.from(value as string)[i] ?? 0)).flat()
  if (form === 'list') {
    if (name === 'typed_param') return encodeParams(value as Params)
    if (name === 'opaque') return [...word((value as Uint8Array).length), ...padded(value as Uint8Array)]
    const items = name === 'char' ? Buffer.from(`${value}\0`) : (value as Iterable<Value>)
    const list = [...items]
    return [
      ...word(list.length),
      ...list.flatMap(item => encode(name === 'char' || name === 'byte' ? 'word' : name, item)),
    ]
  }
  switch (name) {
    case 'string': {
      const bytes = Buffer.from(value as string)
      return [...word(bytes.length), ...padded(bytes)]
    }
    case 'uuid':
      return [...Buffer.from((value as string).replaceAll('-', ''), 'hex')]
    case 'hyper':
    case 'uhyper':
      return twoWords(BigInt(value as number | bigint))
    case 'double': {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleBE(value as number)
      return [...bytes]
    }
    case 'word':
      return word(((value as number) << 24) >> 24)
    default:
      return structures[name] ? encodeFields(structures[name], value as Record<string, Value>) : word(value as number)
  }
}

/** Typed parameters as an object; values that are no strings and no booleans say their type. */
type Params = Record<string, TypedValue | string | boolean>

function encodeParams(params: Params): number[] {
  const list = Object.entries(params)
  return [
    ...word(list.length),
    ...list.flatMap(([field, value]) => [...encode('string', field), ...encodeParam(value)]),
  ]
}

function encodeParam(value: TypedValue | string | boolean): number[] {
  if (typeof value === 'string') return [...word(7), ...encode('string', value)]
  if (typeof value === 'boolean') return [...word(6), ...word(value ? 1 : 0)]
  const arm = [null, 'int', 'uint', 'hyper', 'uhyper', 'double'][value.type] as string
  return [...word(value.type), ...encode(arm, value.value)]
}

/** What must be read where `value` was sent: typed parameters lose the types that they were sent with. */
export function asRead(value: unknown): unknown {
  if (value instanceof TypedValue) return value.value
  if (Array.isArray(value)) return value.map(asRead)
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, asRead(one)]))
}

/** A value for every field: `pick(n)` chooses a whole number below n. */
export const inventFields = (fields: Fields, pick: (below: number) => number): Record<string, Value> =>
  Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, invent(type, pick)]))

function invent(type: string, pick: (below: number) => number): Value {
  const { name, form, size } = parse(type)
  const some = (limit: number, make: () => Value): Value[] => Array.from({ length: pick(Math.min(limit, 4) + 1) }, make)
  if (form === 'optional') return pick(2) ? invent(name, pick) : null
  if (form === 'fixed') return texts[pick(3)] as string
  if (form === 'list') {
    if (name === 'opaque' || name === 'byte') return Uint8Array.from(some(size, () => pick(256)) as number[])
    if (name === 'char') return texts[pick(3)] as string
    if (name === 'typed_param') return Object.fromEntries(some(size, () => inventParam(pick)) as [string, Value][])
    return some(size, () => invent(name, pick))
  }
  const from = (...choices: Value[]): Value => choices[pick(choices.length)]
  switch (name) {
    case 'string':
      return from(...texts)
    case 'uuid':
      return from(
        '6695eb01-f6a4-8304-79aa-97f2502e193f',
        '00000000-0000-0000-0000-000000000000',
        'ffffffff-ffff-ffff-ffff-ffffffffffff',
      )
    case 'int':
      return from(0, 1, -1, 2_147_483_647, -2_147_483_648)
    case 'uint':
      return from(0, 1, 4_294_967_295)
    case 'hyper':
      return from(
        0,
        -1,
        9_007_199_254_740_991,
        -9_007_199_254_740_991,
        9_007_199_254_740_992n,
        -9_007_199_254_740_992n,
        -(2n ** 63n),
      )
    case 'uhyper':
      return from(0, 4_294_967_296, 9_007_199_254_740_991, 9_007_199_254_740_992n, 2n ** 64n - 1n)
    case 'double':
      return from(0, 1.5, -2.25e-300, Infinity)
    case 'char':
    case 'uchar':
    case 'ushort':
      return from(0, 1, 127)
    default:
      return inventFields(structures[name] as Fields, pick)
  }
}

function inventParam(pick: (below: number) => number): [string, TypedValue | string | boolean] {
  const field = texts[pick(texts.length)] as string
  const type = 1 + pick(7)
  if (type === 6) return [field, pick(2) === 1]
  if (type === 7) return [field, texts[pick(texts.length)] as string]
  const arm = ['int', 'uint', 'hyper', 'uhyper', 'double'][type - 1] as string
  return [field, new TypedValue(type, invent(arm, pick) as number | bigint)]
}

const texts = ['', 'vda', 'Grüße, 虚拟机 🖥', 'four', 'five5', 'x'.repeat(300)]
