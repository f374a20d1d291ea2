import { expect, it } from 'vitest'
import { answerChallenge } from './vnc-des.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

// FIPS 46-3's worked vector (key 133457799BBCDFF1, 0123456789ABCDEF -> 85E813540F0AB405) with each key byte mirrored.
it('is DES with mirrored key bytes', () => {
  const password = hex('c82cea9ed93dfb8f').toString('latin1')
  const block = hex('0123456789abcdef')
  expect(answerChallenge(Buffer.concat([block, block]), password)).toEqual(hex('85e813540f0ab40585e813540f0ab405'))
})

it('uses the first eight bytes of the password, and zeros where it is shorter', () => {
  const challenge = hex('000102030405060708090a0b0c0d0e0f')
  expect(answerChallenge(challenge, 'secretpassword')).toEqual(answerChallenge(challenge, 'secretpa'))
  expect(answerChallenge(challenge, 'abc')).toEqual(answerChallenge(challenge, 'abc\0\0\0\0\0'))
  expect(answerChallenge(challenge, 'abc')).not.toEqual(answerChallenge(challenge, 'abd'))
})
