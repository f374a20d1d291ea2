import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from './config.ts'

const secrets = ['password', 'token', 'ticket', 'secret', 'cookie', 'authorization']

/** One JSON object a line on standard output. What could open a door is struck out, wherever it stands. */
export function makeLog(level: Config['logLevel'], to: DestinationStream = pino.destination(1)): Logger {
  const paths = secrets.flatMap(name => [name, `*.${name}`, `*.*.${name}`, `*.*["set-${name}"]`])
  return pino({ level, redact: { paths, censor: '[not logged]' } }, to)
}
