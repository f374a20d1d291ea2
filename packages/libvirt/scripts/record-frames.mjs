// Records what a real libvirtd says, for src/recorded-frames.test.ts:  node packages/libvirt/scripts/record-frames.mjs
// It speaks to libvirt's test driver with an XDR of its own, and notes beside the bytes of each field what they are.
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'

const load = name => JSON.parse(readFileSync(new URL(`../protocol/${name}.json`, import.meta.url), 'utf8'))
const remote = load('remote')
const { structures } = load('structures')
const test = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }

const word = value => Buffer.from([value >> 24, value >> 16, value >> 8, value])
const padded = bytes => Buffer.concat([word(bytes.length), bytes, Buffer.alloc(-bytes.length & 3)])

function encode(type, value) {
  if (type.endsWith('?')) return value === null ? word(0) : Buffer.concat([word(1), encode(type.slice(0, -1), value)])
  if (type === 'string') return padded(Buffer.from(value))
  if (type === 'uuid') return Buffer.from(value.replaceAll('-', ''), 'hex')
  const list = /^(\w+)<\d+>$/.exec(type)
  if (list) return Buffer.concat([word(value.length), ...value.map(item => encode(list[1], item))])
  if (structures[type]) return encodeFields(structures[type], value)
  return word(value)
}
const encodeFields = (fields, values) =>
  Buffer.concat(Object.entries(fields).map(([name, type]) => encode(type, values[name])))

// Walks a payload and yields a line for each field: its bytes, its path, its value.
function* describeFields(cursor, fields, path = '') {
  for (const [name, type] of Object.entries(fields)) yield* describe(cursor, type, path + name)
}

function* describe(cursor, type, path) {
  const line = (size, show) => {
    const bytes = cursor.bytes.subarray(cursor.at, cursor.at + size)
    cursor.at += size
    return `${bytes.toString('hex').replace(/(.{8})(?=.)/g, '$1 ')}  # ${path} ${show(bytes)}`
  }
  const number = bytes => bytes.readInt32BE(0)
  const sized = /^(\w+)([<[])(\d+)[>\]]$/.exec(type)
  if (type.endsWith('?')) {
    const present = cursor.bytes.readUInt32BE(cursor.at)
    yield line(4, () => (present ? 'is there' : 'null'))
    if (present) yield* describe(cursor, type.slice(0, -1), path)
  } else if (sized) {
    const count = sized[2] === '[' ? Number(sized[3]) : cursor.bytes.readUInt32BE(cursor.at)
    if (sized[2] === '<') yield line(4, () => `has ${count} items`)
    for (let index = 0; index < count; index++) yield* describe(cursor, sized[1], `${path}[${index}]`)
  } else if (structures[type]) yield* describeFields(cursor, structures[type], `${path}.`)
  else if (type === 'typed_param') {
    yield* describe(cursor, 'string', `${path}.field`)
    const arm = ['int', 'uint', 'hyper', 'uhyper', 'double', 'int', 'string'][cursor.bytes.readInt32BE(cursor.at) - 1]
    yield line(4, bytes => `has the type ${number(bytes)} (${arm})`)
    yield* describe(cursor, arm, `${path}.value`)
  } else if (type === 'string') {
    const length = cursor.bytes.readUInt32BE(cursor.at)
    yield line(4 + ((length + 3) & ~3), bytes => JSON.stringify(bytes.toString('utf8', 4, 4 + length)))
  } else if (type === 'uuid') yield line(16, bytes => bytes.toString('hex'))
  else if (/hyper/.test(type)) yield line(8, bytes => bytes.readBigInt64BE(0))
  else if (type === 'double') yield line(8, bytes => bytes.readDoubleBE(0))
  else yield line(4, number)
}

const headerFields = ['length', 'program', 'version', 'procedure', 'type', 'serial', 'status']

function transcribe(title, frame, fields) {
  const cursor = { bytes: frame, at: 28 }
  const header = headerFields.map(
    (name, index) => `${frame.toString('hex', index * 4, index * 4 + 4)}  # ${name} ${frame.readUInt32BE(index * 4)}`,
  )
  const payload = frame.length > 28 ? [...describeFields(cursor, fields)] : []
  return `\n== ${title}\n${[...header, ...payload].join('\n')}\n`
}

const socket = connect('/run/libvirt/libvirt-sock')
let pending = Buffer.alloc(0)
const frames = []
let wake = () => {}
socket.on('data', chunk => {
  pending = Buffer.concat([pending, chunk])
  while (pending.length >= 4 && pending.length >= pending.readUInt32BE(0)) {
    frames.push(pending.subarray(0, pending.readUInt32BE(0)))
    pending = pending.subarray(pending.readUInt32BE(0))
  }
  wake()
})

let text =
  '# Frames of libvirtd 9.0.0 and its test driver, recorded by scripts/record-frames.mjs. A line is a field of the wire.\n'
let serial = 0

async function call(name, args = {}) {
  const row = remote.procedures[name]
  const payload = encodeFields(row.args ?? {}, args)
  const numbers = [28 + payload.length, remote.program, remote.version, row.number, 0, ++serial, 0]
  const frame = Buffer.concat([...numbers.map(word), payload])
  text += transcribe(`call ${name} ${JSON.stringify(args)}`, frame, row.args)
  socket.write(frame)
  for (;;) {
    while (frames.length === 0) await new Promise(resolve => (wake = resolve))
    const answer = frames.shift()
    const [procedure, type, , status] = [12, 16, 20, 24].map(at => answer.readUInt32BE(at))
    const [said] = Object.entries(remote.procedures).find(([, other]) => other.number === procedure)
    if (type === 2) text += transcribe(`event ${said}`, answer, remote.procedures[said].message)
    else if (status === 1) text += transcribe(`error ${said}`, answer, structures.remote_error)
    else text += transcribe(`reply ${said}`, answer, remote.procedures[said].reply)
    if (type === 1) return
  }
}

await call('AUTH_LIST')
await call('CONNECT_OPEN', { name: 'test:///default', flags: 0 })
await call('CONNECT_GET_HOSTNAME')
await call('NODE_GET_INFO')
await call('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags: 0 })
await call('DOMAIN_GET_INFO', { dom: test })
await call('CONNECT_GET_ALL_DOMAIN_STATS', { doms: [test], stats: 1, flags: 0 })
await call('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: 0, dom: null })
await call('DOMAIN_SUSPEND', { dom: test })
await call('DOMAIN_LOOKUP_BY_UUID', { uuid: '00000000-0000-0000-0000-000000000001' })
await call('CONNECT_CLOSE')
socket.destroy()
writeFileSync(new URL('../test/recorded/test-driver.txt', import.meta.url), text)
