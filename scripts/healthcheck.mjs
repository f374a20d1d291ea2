/** Asks the Porthole of this container whether it is alive; ends with 0 when it says so. */
const listen = process.env.PORTHOLE_LISTEN ?? '127.0.0.1:8680'
// "Every address" is none that can be called; the loopback is one of them.
const address = listen.replace(/^(0\.0\.0\.0|\[::\])?:/, '127.0.0.1:')
const answer = await fetch(`http://${address}/healthz`).catch(() => null)
process.exit(answer?.ok ? 0 : 1)
