import { expect, it } from 'vitest'
import { PictureLanes } from './picture-lanes.ts'

const never = new AbortController().signal

it('asks for few at once, and a slow host holds up no other', async () => {
  const lanes = new PictureLanes()
  const asked: string[] = []
  const ends: (() => void)[] = []
  const ask = (name: string, signal = never) => {
    return lanes.run(name.charAt(0), signal, () => {
      asked.push(name)
      return new Promise<void>(resolve => ends.push(resolve))
    })
  }
  const stopped = new AbortController()
  const first = ask('a1')
  void ask('a2')
  const unseen = ask('a3', stopped.signal)
  void ask('a4')
  void ask('b1')
  void ask('c1')
  void ask('d1')
  await Promise.resolve()
  expect(asked).toEqual(['a1', 'a2', 'b1', 'c1'])
  stopped.abort(new Error('scrolled away'))
  await expect(unseen).rejects.toThrow('scrolled away')
  ends[0]?.()
  await first
  await Promise.resolve()
  expect(asked).toEqual(['a1', 'a2', 'b1', 'c1', 'a4'])
})
