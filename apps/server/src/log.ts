import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from './config.ts'

const secrets = ['password', 'token', 'ticket', 'secret', 'cookie', 'authorization']

/** So much of the log waits in memory where it can not be written; what comes then is lost. */
const mostUnwritten = 1024 * 1024

/** A log on a full disk is no reason to end: an error here that nobody heard would be one. */
function standardOutput(): DestinationStream {
  return pino.destination({ dest: 1, sync: true, maxLength: mostUnwritten }).on('error', () => {})
}

/** One JSON object a line on standard output. What could open a door is struck out, wherever it stands. */
export function makeLog(level: Config['logLevel'], to: DestinationStream = standardOutput()): Logger {
  const paths = secrets.flatMap(name => [name, `*.${name}`, `*.*.${name}`, `*.*["set-${name}"]`])
  return pino({ level, redact: { paths, censor: '[not logged]' } }, to)
}
