import { pino } from 'pino'
import { adminPromote } from './command-line/admin-promote.ts'
import { adminResetPassword } from './command-line/admin-reset-password.ts'
import { auditExport } from './command-line/audit-export.ts'
import { auditVerify } from './command-line/audit-verify.ts'
import { type Command, openInstallation } from './command-line/installation.ts'
import { readConfig } from './config.ts'
import { databaseFault } from './database/database-fault.ts'
import { StartFailure } from './start-failure.ts'

const commands: Readonly<Record<string, Command>> = {
  'admin reset-password': adminResetPassword,
  'admin promote': adminPromote,
  'audit verify': auditVerify,
  'audit export': auditExport,
}

const usage = `Usage: porthole <command>

${Object.entries(commands)
  .map(([name, { usage, does }]) => `  ${`${name} ${usage}`.padEnd(36)} ${does}`)
  .join('\n')}

It reads the same environment as the server (PORTHOLE_DATA, DATABASE_URL), and may run beside it.
`

/** What an administrator does at a terminal of the server's machine. Gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const command = commands[args.slice(0, 2).join(' ')]
  if (command === undefined) {
    process.stderr.write(usage)
    return args.length === 0 || args[0] === '--help' ? 0 : 2
  }
  process.umask(0o077)
  const installation = await openInstallation(readConfig(process.env), pino({ level: 'silent' }))
  try {
    return await command.run(installation, args.slice(2))
  } finally {
    await installation.audit.written()
    await installation.database.$disconnect()
  }
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  error => {
    const sentence = error instanceof StartFailure ? error.message : databaseFault(error)?.message
    console.error(sentence ?? error)
    process.exitCode = 1
  },
)
