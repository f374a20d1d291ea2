import { ProtocolError } from '../errors.ts'
import type { Hyper, XdrReader } from '../xdr-reader.ts'
import type { XdrWriter } from '../xdr-writer.ts'

/** A typed parameter's value; `type` is libvirt's `virTypedParameterType` (the object `TypedParameterType`). */
export type TypedParamValue =
  | { type: 1 | 2 | 5; value: number }
  | { type: 3 | 4; value: Hyper }
  | { type: 6; value: boolean }
  | { type: 7; value: string }

/** A named value, libvirt's `virTypedParameter`: statistics, limits and settings travel as lists of these. */
export interface TypedParam {
  field: string
  value: TypedParamValue
}

export function readTypedParam(reader: XdrReader): TypedParam {
  return { field: reader.string(), value: readValue(reader) }
}

export function writeTypedParam(writer: XdrWriter, { field, value }: TypedParam): void {
  writer.string(field)
  writer.int(value.type)
  writeValue[value.type](writer, value.value as never)
}

/** The parameters as one plain object: `{ 'cpu.time': 123, 'state.state': 1 }`. */
export function paramsToObject(params: readonly TypedParam[]): Record<string, number | bigint | string | boolean> {
  return Object.fromEntries(params.map(param => [param.field, param.value.value]))
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

function readValue(reader: XdrReader): TypedParamValue {
  const type = reader.int()
  switch (type) {
    case 1:
      return { type, value: reader.int() }
    case 2:
      return { type, value: reader.uint() }
    case 3:
      return { type, value: reader.hyper() }
    case 4:
      return { type, value: reader.uhyper() }
    case 5:
      return { type, value: reader.double() }
    case 6:
      return { type, value: reader.int() !== 0 }
    case 7:
      return { type, value: reader.string() }
    default:
      throw new ProtocolError('union', `a typed parameter has the type ${type}`)
  }
}
