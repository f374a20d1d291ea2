import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { makeLog } from './log.ts'

/** What one line of the log says of these things. */
function logged(things: object): string {
  let text = ''
  const log = makeLog(
    'info',
    new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk)
        done()
      },
    }),
  )
  log.info(things, 'something happened')
  return text
}

const secret = 's3cr3t-canary'

it.each(['password', 'token', 'ticket', 'secret', 'cookie', 'authorization'])(
  'strikes out what is called %s, wherever it stands',
  name => {
    const things = { [name]: secret, input: { [name]: secret }, request: { headers: { [name]: secret } } }
    const line = logged({ ...things, kept: 'this' })
    expect(line).not.toContain(secret)
    expect(line.match(/\[not logged\]/g)).toHaveLength(3)
    expect(line).toContain('"kept":"this"')
  },
)

it('strikes out the cookies that are given to browsers', () => {
  expect(logged({ reply: { headers: { 'set-cookie': secret } } })).not.toContain(secret)
})
