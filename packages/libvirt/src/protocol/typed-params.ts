import { ProtocolError } from '../errors.ts'
import type { Hyper, XdrReader } from '../xdr-reader.ts'
import type { XdrWriter } from '../xdr-writer.ts'
import { FieldNames } from './field-names.ts'
import { integerTypes } from './param-types.ts'

/** One value of a typed parameter, as it is read. */
export type ParamScalar = Hyper | boolean | string

/**
 * Typed parameters, libvirt's `virTypedParameter[]`, as a plain object: statistics, limits and settings travel so.
 * A field that occurs more than once has a list of its values. `{ 'cpu.time': 123, 'state.state': 1 }`
 */
export interface TypedParams {
  [field: string]: ParamScalar | ParamScalar[]
}

/** A value whose type is said, where libvirt's type of a field is not known to this package: `ullong(5)`. */
export class TypedValue {
  /** libvirt's `virTypedParameterType` (the object `TypedParameterType`). */
  readonly type: number
  readonly value: ParamScalar

  constructor(type: number, value: ParamScalar) {
    this.type = type
    this.value = value
  }
}

/** A 32-bit integer, signed. */
export const int = (value: number): TypedValue => new TypedValue(1, value)
/** A 32-bit integer, unsigned. */
export const uint = (value: number): TypedValue => new TypedValue(2, value)
/** A 64-bit integer, signed. */
export const llong = (value: Hyper): TypedValue => new TypedValue(3, value)
/** A 64-bit integer, unsigned. */
export const ullong = (value: Hyper): TypedValue => new TypedValue(4, value)
export const double = (value: number): TypedValue => new TypedValue(5, value)

/** Typed parameters to send: each integer gets the type that libvirt's manual gives its field, unless the value says one. */
export interface TypedParamsToSend {
  readonly [field: string]: ParamScalar | TypedValue | readonly (ParamScalar | TypedValue)[]
}

const names = new FieldNames()

/** Reads at most `limit` parameters. */
export function readTypedParams(reader: XdrReader, limit: number): TypedParams {
  const count = reader.count(limit, 8)
  const params: TypedParams = {}
  const round = names.begin()
  for (let index = 0; index < count; index++) {
    const name = names.read(reader)
    const value = readValue(reader)
    if (name.round === round) add(params, name.text, value)
    else if (name.text === '__proto__') define(params, name.text, value)
    else params[name.text] = value
    name.round = round
  }
  return params
}

/** Writes parameters; a TypeError names the field that cannot be sent. */
export function writeTypedParams(writer: XdrWriter, params: TypedParamsToSend, limit: number): void {
  const list = Object.entries(params).flatMap(([field, value]) =>
    (Array.isArray(value) ? (value as readonly (ParamScalar | TypedValue)[]) : [value]).map(
      one => [field, typed(field, one as ParamScalar | TypedValue)] as const,
    ),
  )
  writer.array(list, limit, (to, [field, { type, value }]) => {
    to.string(field)
    to.int(type)
    try {
      writeValue[type as keyof typeof writeValue](to, value as never)
    } catch (cause) {
      throw new TypeError(`The parameter ${field} cannot be sent: ${(cause as Error).message}`, { cause })
    }
  })
}

function typed(field: string, value: ParamScalar | TypedValue): TypedValue {
  if (value instanceof TypedValue) return value
  switch (typeof value) {
    case 'boolean':
      return new TypedValue(6, value)
    case 'string':
      return new TypedValue(7, value)
    case 'number':
    case 'bigint': {
      const type = integerTypes.get(field)
      if (type !== undefined) return new TypedValue(type, value)
      throw new TypeError(
        `The type of the parameter ${field} is not known: say it, by int(…), uint(…), llong(…), ullong(…) or double(…).`,
      )
    }
    default:
      throw new TypeError(`The parameter ${field} must be a number, a bigint, a string or a boolean.`)
  }
}

const writeValue = {
  1: (writer: XdrWriter, value: number) => writer.int(value),
  2: (writer: XdrWriter, value: number) => writer.uint(value),
  3: (writer: XdrWriter, value: Hyper) => writer.hyper(value),
  4: (writer: XdrWriter, value: Hyper) => writer.uhyper(value),
  5: (writer: XdrWriter, value: number) => writer.double(value),
  6: (writer: XdrWriter, value: boolean) => writer.int(value ? 1 : 0),
  7: (writer: XdrWriter, value: string) => writer.string(value),
}

function readValue(reader: XdrReader): ParamScalar {
  const type = reader.int()
  switch (type) {
    case 1:
      return reader.int()
    case 2:
      return reader.uint()
    case 3:
      return reader.hyper()
    case 4:
      return reader.uhyper()
    case 5:
      return reader.double()
    case 6:
      return reader.int() !== 0
    case 7:
      return reader.string()
    default:
      throw new ProtocolError('union', `a typed parameter has the type ${type}`)
  }
}

function add(params: TypedParams, field: string, value: ParamScalar): void {
  const before = Object.getOwnPropertyDescriptor(params, field)?.value as ParamScalar | ParamScalar[]
  define(params, field, Array.isArray(before) ? [...before, value] : [before, value])
}

// A field called __proto__ is a field like any other, and must not change what the object is.
function define(params: TypedParams, field: string, value: ParamScalar | ParamScalar[]): void {
  Object.defineProperty(params, field, { value, enumerable: true, configurable: true, writable: true })
}
