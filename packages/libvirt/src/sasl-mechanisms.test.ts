import { expect, test } from 'vitest'
import { SaslError, saslMechanisms, scram } from './sasl-mechanisms.ts'

// RFC 7677, section 3.
const nonce = 'rOprNGfwEbeRWgbNEkqO'
const challenge = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'
const final = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='
const begin = () => scram('sha256', { username: 'user', password: 'pencil' }, nonce)
const answer = (exchange: ReturnType<typeof begin>, text: string) => exchange.answer(Buffer.from(text))

test('SCRAM-SHA-256 says what the example of RFC 7677 says', async () => {
  const exchange = begin()
  expect(String(exchange.first)).toBe(`n,,n=user,r=${nonce}`)
  expect(String(await answer(exchange, challenge))).toBe(
    `c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
  )
  expect(exchange.content).toBe(false)
  expect(await answer(exchange, final)).toHaveLength(0)
  expect(exchange.content).toBe(true)
})

test.each([
  ['a signature that is wrong', final.replace('6rri', '6rrj'), /does not know the password itself/],
  ['a signature that is cut', 'v=6rri', /does not know the password itself/],
  ['no signature', 'x=1', /does not know the password itself/],
  ['an error', 'e=invalid-proof', /refused the proof of the password \(invalid-proof\)/],
])('a host that ends with %s is not trusted', async (_, text, why) => {
  const exchange = begin()
  await answer(exchange, challenge)
  const error = await answer(exchange, text).catch(reason => reason)
  expect(error).toBeInstanceOf(SaslError)
  expect(error.message).toMatch(why)
  expect(exchange.content).toBe(false)
})

test.each([
  ['nothing', '', /no SCRAM/],
  ['no rounds', challenge.replace(',i=4096', ''), /no SCRAM/],
  ['rounds that are no number', challenge.replace('4096', '4096e3'), /no SCRAM/],
  ['a nonce of its own', challenge.replace('rOpr', 'xxxx'), /our challenge/],
  ['our nonce as it was', challenge.replace(/%[^,]*/, ''), /our challenge/],
  ['few rounds', challenge.replace('4096', '4095'), /only 4095 rounds/],
  ['rounds for minutes', challenge.replace('4096', '999999999'), /more than anybody needs/],
])('a host that challenges with %s is refused', async (_, text, why) => {
  await expect(answer(begin(), text)).rejects.toThrow(why)
})

test('the strongest mechanism comes first', () => {
  expect([...saslMechanisms.keys()]).toEqual(['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN'])
})

test('PLAIN is three fields, prepared', () => {
  const exchange = saslMechanisms.get('PLAIN')?.({ username: 'ａnna', password: 'a\u00a0b' })
  expect(String(exchange?.first)).toBe('\0anna\0a b')
})

test('two log-ins never use the same nonce', () => {
  const login = { username: 'a', password: 'b' }
  expect(scram('sha256', login).first).not.toEqual(scram('sha256', login).first)
})
