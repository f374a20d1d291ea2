import { spawnSync } from 'node:child_process'

/** Says one line about what happens now: people watch this for minutes on the first day. */
export function say(line) {
  process.stdout.write(`porthole: ${line}\n`)
}

/** Ends with a sentence instead of a stack. */
export function giveUp(sentence) {
  process.stderr.write(`porthole: ${sentence}\n`)
  process.exit(1)
}

/**
 * Runs a command with its output in sight; a failure ends the whole with a sentence.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string, otherwise?: string }} [options]
 */
export function run(command, args, { env, cwd, otherwise } = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', cwd, env: { ...process.env, ...env } })
  if (error) giveUp(otherwise ?? `${command} could not be run: ${error.message}`)
  if (status !== 0) giveUp(otherwise ?? `"${[command, ...args].join(' ')}" failed; its own words stand above.`)
}

/** Runs a command as root: as it is, or by sudo when somebody else runs us. */
export function runAsRoot(command, args, options = {}) {
  if (process.getuid?.() === 0) return run(command, args, options)
  const variables = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`)
  run('sudo', ['env', ...variables, command, ...args], options)
}

/** A command that is only asked: true when it ends with 0. */
export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Whether a program is on the PATH, where system programs live, or where Debian keeps PostgreSQL's. */
export function has(program) {
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` }
  const search = 'command -v "$1" || ls /usr/lib/postgresql/*/bin/"$1"'
  return spawnSync('sh', ['-c', search, 'has', program], { stdio: 'ignore', env }).status === 0
}
