import { procedureName } from './generate-procedures.mjs'
import { banner, camel, readerOf, structureImport, typeOf, usesHyper, usesOf } from './wire-type.mjs'

/** events.gen.ts: what each event tells, how it is asked for, and the code that reads it. */
export function generateEvents({ families, events }, programs) {
  const programOf = event => (event.family === 'QEMU' ? 'qemu' : 'remote')
  const kinds = Object.entries(events).map(([name, event]) => {
    const program = programs[programOf(event)]
    const { number, message } = program.procedures[event.message]
    const { callbackID: _, ...fields } = message
    return { ...event, name: camel(name), family: camel(event.family), program: program.program, number, fields }
  })
  const known = new Set(Object.values(events).map(event => event.message))
  const legacy = Object.entries(programs.remote.procedures)
    .filter(([name, procedure]) => procedure.message && !known.has(name) && name.startsWith('DOMAIN_EVENT_'))
    .map(([, procedure]) => procedure.number)

  let body = '/** What each event tells its listeners. */\nexport interface EventMessages {\n'
  for (const { name, fields } of kinds) body += `  ${name}: ${typeOf(fields)}\n`
  body += `}\n\nexport const events: EventTable<EventMessages> = {\n${kinds.map(kind => `  ${kind.name}: ${definition(kind)}`).join(',\n')}\n}\n`
  body += `\n/** How each family of events is asked for, and the field that narrows it to one object. */\nexport const eventFamilies = {\n`
  body += `${Object.entries(families)
    .map(([family, { register, deregister, only }]) => {
      const call = name => (family === 'QEMU' ? camel(name) : procedureName('remote', name))
      return `  ${camel(family)}: { register: '${call(register)}', deregister: '${call(deregister)}', only: '${only}' }`
    })
    .join(',\n')}\n} as const\n`
  body += `\n/** Events of the style before callback ids; they come only to those who register for them by hand, and are passed over. */\n`
  body += `export const legacyEvents: ReadonlySet<number> = new Set([${legacy.join(', ')}])\n`

  const closed = programs.remote.procedures.CONNECT_EVENT_CONNECTION_CLOSED
  body += `\n/** Says that the daemon lost its hypervisor; it has no callback id. */\n`
  body += `export const connectionClosed = { program: ${programs.remote.program}, number: ${closed.number} } as const\n`

  const fields = kinds.map(kind => kind.fields)
  const hyper = fields.some(usesHyper) ? "import type { Hyper } from '../xdr-reader.ts'\n" : ''
  return `${banner}\n${hyper}import type { EventTable } from './event-kind.ts'\n${structureImport(body, fields.flatMap(usesOf))}\n${body}`
}

const definition = ({ family, id, program, number, fields }) =>
  `{ family: '${family}', id: ${id ?? 'null'}, program: ${program}, number: ${number}, read: r => (${readerOf(fields)}) }`
