import { banner } from './wire-type.mjs'

/** constants.gen.ts: libvirt's public enums, each as an object: virDomainState -> DomainState.RUNNING. */
export function generateConstants(enums) {
  let text = banner
  for (const [name, members] of Object.entries(enums)) {
    text += `\n/** libvirt's \`${name}\`. */\nexport const ${name.replace(/^vir/, '')} = {\n`
    const real = withoutSentinel(Object.entries(members))
    const cut = prefixLength(
      name,
      real.map(([member]) => member),
    )
    const short = member =>
      member.startsWith(chosenPrefix[name]) ? member.slice(chosenPrefix[name].length) : member.slice(cut)
    text += `${real.map(([member, value]) => `  ${key(short(member))}: ${value}`).join(',\n')}\n} as const\n`
  }
  return text
}

const key = text => (/^\d/.test(text) ? `'${text}'` : text)

// VIR_…_LAST counts the members of one libvirt release; as a value it means nothing.
function withoutSentinel(members) {
  const last = Math.max(...members.map(([, value]) => value))
  const real = members.filter(([member, value]) => !(value === last && /_LAST$/.test(member)))
  return real.length ? real : members
}

// One enum mixes prefixes (VIR_ERR_ with VIR_WAR_); the common part would leave every name with a useless ERR_ in front.
const chosenPrefix = { virErrorNumber: 'VIR_ERR_' }

function prefixLength(name, members) {
  if (members.length === 1) return nameLength(name, members[0])
  let length = 0
  while (members.every(member => member[length] === members[0][length])) length++
  return members[0].lastIndexOf('_', length - 1) + 1
}

// A lone member has no neighbour to compare with: drop the words that the enum's own name has too.
function nameLength(name, member) {
  let rest = name.toUpperCase()
  let length = 0
  for (const word of member.split('_').slice(0, -1)) {
    const at = rest.indexOf(word)
    if (at < 0) break
    rest = rest.slice(at + word.length)
    length += word.length + 1
  }
  return length
}
