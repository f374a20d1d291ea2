import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { listen } from './listen.ts'
import { makeLog } from './log.ts'
import { StartFailure } from './start-failure.ts'

/** Whatever hangs, the process is gone after this. */
const stopWithinMs = 4500

async function main(): Promise<void> {
  // Whatever the server writes is for its own user alone.
  process.umask(0o077)
  const config = readConfig(process.env)
  const log = makeLog(config.logLevel)
  const crash = (error: unknown) => {
    // Nobody knows what state the process is in: whoever watches it starts a new one.
    log.fatal({ err: error }, 'an error that nobody handled: the server ends')
    process.exit(1)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)

  const app = await buildApp(config, log)
  let stopping = false
  const stop = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    app.stop().then(() => process.exit(0), crash)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)

  const url = await listen(app, config)
  log.info({ url }, 'listening')
  // On standard output, not through the log: what collects logs must not collect this.
  console.log(
    (await app.core.auth.needsSetup())
      ? `Porthole is ready. Make the first administrator: ${url}/setup#${app.core.auth.setupLink.issue()}`
      : `Porthole is ready: ${url}`,
  )
}

main().catch(error => {
  console.error(error instanceof StartFailure ? error.message : error)
  process.exit(1)
})
