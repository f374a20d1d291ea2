import type { ProcedureName } from './protocol/procedures.ts'

const display = 'Connect to the address of the display instead, which domainGetXmlDesc tells.'

/** What to do instead of calling a procedure that is about nothing but a file descriptor. */
const instead: { readonly [Name in ProcedureName]?: string } = {
  domainOpenGraphics: display,
  domainOpenGraphicsFd: display,
  domainFdAssociate: 'Name the file by its path in the XML of the disk instead.',
  lxcDomainOpenNamespace: 'Use domainOpenConsole to get into the container instead.',
}

/** Throws where a procedure hands over a file descriptor: Node can neither send nor receive one over a socket. */
export function refuseDescriptors(name: ProcedureName): void {
  const advice = instead[name]
  if (advice) throw new TypeError(`${name} hands over a file descriptor, which Node cannot do. ${advice}`)
}
