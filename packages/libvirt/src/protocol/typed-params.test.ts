import { expect, test } from 'vitest'
import { XdrReader } from '../xdr-reader.ts'
import { XdrWriter } from '../xdr-writer.ts'
import { double, int, readTypedParams, type TypedParamsToSend, ullong, writeTypedParams } from './typed-params.ts'

const sent = (params: TypedParamsToSend, limit = 64): Buffer => {
  const writer = new XdrWriter()
  writeTypedParams(writer, params, limit)
  return Buffer.from(writer.finish())
}
const there = (params: TypedParamsToSend) => readTypedParams(new XdrReader(sent(params)), 64)

test('each integer that libvirt can set travels with the type that its manual gives', () => {
  const typeOf = (field: string) => sent({ [field]: 1 }).readInt32BE(8 + Math.ceil(field.length / 4) * 4)
  expect(['shares', 'weight', 'vcpu_quota', 'hard_limit', 'read_iops_sec_max_length'].map(typeOf)).toEqual([
    1, 2, 3, 4, 4,
  ])
})

test('every kind of value comes back as it was', () => {
  const params = { hard_limit: 2n ** 64n - 1n, vcpu_quota: -1, numa_nodeset: '0-1,Ü', success: true, own: double(0.5) }
  expect(there(params)).toEqual({ ...params, own: 0.5 })
})

test('a field that occurs more than once is a list, both ways', () => {
  expect(there({ migrate_disks: ['vda', 'vdb', 'vdc'], bandwidth: 7 })).toEqual({
    migrate_disks: ['vda', 'vdb', 'vdc'],
    bandwidth: 7,
  })
})

test('a name is read right whatever came after the one before it last time', () => {
  for (const order of [
    ['a', 'b', 'c'],
    ['a', 'c', 'b'],
    ['a', 'b'],
    ['aa', 'b', 'c'],
    ['', 'a', 'b', 'c'],
  ]) {
    const params = Object.fromEntries(order.map((field, index) => [field, int(index)]))
    expect(Object.entries(there(params))).toEqual(order.map((field, index) => [field, index]))
  }
})

test('names that mean something to JavaScript are names like any other', () => {
  const params = Object.fromEntries(['__proto__', 'constructor', 'toString'].map(field => [field, ['x', 'y']]))
  const read = there(JSON.parse(JSON.stringify(params).replace('{', '{"__proto__":["x","y"],')))
  expect(Object.keys(read)).toEqual(['__proto__', 'constructor', 'toString'])
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  expect(read.constructor).toEqual(['x', 'y'])
})

test('what can not be sent is refused by name', () => {
  expect(() => sent({ brand_new: 1 })).toThrow('The type of the parameter brand_new is not known')
  expect(() => sent({ hard_limit: -1 })).toThrow('The parameter hard_limit cannot be sent')
  expect(() => sent({ brand_new: ullong(1.5) })).toThrow('The parameter brand_new cannot be sent')
  expect(() => sent({ hard_limit: undefined as unknown as number })).toThrow('hard_limit must be a number')
  expect(() => sent({ hard_limit: 1, soft_limit: 1 }, 1)).toThrow(RangeError)
})
