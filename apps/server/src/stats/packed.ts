/**
 * A figure in 16 bits: a float32 without its sign and half of its mantissa. It keeps two to three digits of anything
 * from a fraction of a per cent to terabytes a second, in half the room.
 */
export const nothing = 0xffff

const float = new Float32Array(1)
const word = new Uint32Array(float.buffer)

export function pack(value: number | null): number {
  if (value === null || !Number.isFinite(value) || value < 0) return nothing
  float[0] = value
  // Half of the last kept bit is added, so that it is rounded and not cut.
  return Math.min(nothing - 1, ((word[0] ?? 0) + 0x4000) >>> 15)
}

export function unpack(packed: number): number | null {
  if (packed === nothing) return null
  word[0] = packed << 15
  const value = float[0] ?? 0
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100
}
