import { banner } from './wire-type.mjs'

/** keepalive.gen.ts: the numbers of the program that asks "are you there" and answers "yes". */
export function generateKeepAlive({ program, version, procedures }) {
  const { PING, PONG } = procedures
  return `${banner}\nexport const keepAliveProgram = { program: ${program}, version: ${version}, ping: ${PING.number}, pong: ${PONG.number} } as const\n`
}
