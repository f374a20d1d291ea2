import { leftOut } from './left-out.mjs'
import {
  argsTypeOf,
  banner,
  camel,
  pascal,
  readerOf,
  structureImport,
  typeOf,
  usesHyper,
  usesOf,
  writerOf,
} from './wire-type.mjs'

/** The name a procedure is called by: programs other than `remote` keep their name as a prefix. */
export const procedureName = (program, name) => camel(program === 'remote' ? name : `${program}_${name}`)

/** <program>.gen.ts: what each procedure takes and answers, and the code that puts it on the wire. */
export function generateProcedures(program, { program: number, version, procedures }) {
  const calls = Object.entries(procedures).filter(([, procedure]) => !procedure.message)
  const interfaceName = `${pascal(program)}Procedures`
  const all = calls.flatMap(([, { args = {}, reply = {} }]) => [args, reply])

  let body = `/** The procedures of libvirt's program \`${program}\`, by name. */\nexport interface ${interfaceName} {\n`
  for (const [name, procedure] of calls)
    body += declaration(procedureName(program, name), procedure, leftOut(name, procedure))
  body += `}\n\nconst procedure = proceduresOf(${number}, ${version})\n\n`
  body += `export const ${program}Procedures: ProcedureTable<${interfaceName}> = {\n`
  body += calls
    .map(([name, procedure]) => `  ${procedureName(program, name)}: ${definition(procedure, leftOut(name, procedure))}`)
    .join(',\n')
  body += '\n}\n'

  const nothing = ['noArgs', 'noReply'].filter(name => body.includes(name))
  const hyper = all.some(usesHyper) ? "import type { Hyper } from '../xdr-reader.ts'\n" : ''
  const ownImport = `import { ${[...nothing, 'type ProcedureTable', 'proceduresOf'].join(', ')} } from './procedure.ts'\n`
  return `${banner}\n${hyper}${ownImport}${structureImport(body, all.flatMap(usesOf))}\n${body}`
}

function declaration(name, { args, reply, stream, api, page, since, units }, optional) {
  const manual = page ? `[${api}](https://libvirt.org/html/libvirt-libvirt-${page}.html#${api})` : api
  const doc = api ? `  /** ${manual}, since libvirt ${since}.${units ? ` Units: ${units}.` : ''} */\n` : ''
  const parts = [
    `args: ${args ? argsTypeOf(args, optional) : 'undefined'}`,
    `reply: ${reply ? typeOf(reply) : 'undefined'}`,
  ]
  if (stream) parts.push(`stream: '${stream}'`)
  return `${doc}  ${name}: { ${parts.join('; ')} }\n`
}

function definition({ number, args, reply, priority, stream }, optional) {
  const write = args ? `(w, a) => { ${writerOf(args, 'a', optional)} }` : 'noArgs'
  const read = reply ? `r => (${readerOf(reply)})` : 'noReply'
  return `procedure(${number}, '${priority}', ${write}, ${read}${stream ? `, '${stream}'` : ''})`
}
