import { expect, it } from 'vitest'
import { readPpm } from './ppm.ts'

const pixels = Buffer.from([255, 0, 0, 0, 255, 0])

it.each(['P6\n2 1\n255\n', 'P6 2\t1 255 ', 'P6\n# made by QEMU\n2 1\n# more\n255\n'])('reads %j', header => {
  const ppm = readPpm(Buffer.concat([Buffer.from(header), pixels, Buffer.from('rest')]))
  expect(ppm).toEqual({ width: 2, height: 1, channels: 3, pixels })
})

it.each(['', 'P5\n2 1\n255\n', 'P6\n2 1\n65535\n', 'P6\n2 2\n255\n', 'P6\n99999 99999\n255\n'])(
  'refuses %j',
  header => {
    expect(() => readPpm(Buffer.concat([Buffer.from(header), pixels]))).toThrow(/PPM/)
  },
)
