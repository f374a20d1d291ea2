import type { ConsoleSays } from '@porthole/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConsoleRoom, type Viewer } from './console-room.ts'

type Room = Extract<ConsoleSays, { type: 'room' }>

/** Somebody at the console, who remembers what they heard and whether their input goes on. */
class Somebody implements Viewer {
  readonly person: string
  readonly name: string
  readonly heard: ConsoleSays[] = []
  readonly written: string[] = []
  controls = false
  allowed = true
  takes = false
  writes = true
  seat = ''

  constructor(name: string) {
    this.person = name.split(' ')[0] ?? ''
    this.name = name
  }

  mayControl = () => this.allowed
  mayTake = () => this.takes
  control = (controls: boolean) => {
    this.controls = controls
  }
  say = (what: ConsoleSays) => void this.heard.push(what)
  write = async (action: string, person: string) => {
    if (!this.writes) throw new Error('the audit can not be written')
    this.written.push(`${action} ${person}`)
  }

  get room(): Room {
    const room = this.heard.findLast(says => says.type === 'room')
    if (room === undefined) throw new Error('told of no room')
    return room
  }
}

let room: ConsoleRoom
let everybody: Somebody[]
const comes = (name: string, of: Partial<Somebody> = {}): Somebody => {
  const somebody = Object.assign(new Somebody(name), of)
  somebody.seat = room.join(somebody)
  everybody.push(somebody)
  return somebody
}
beforeEach(() => {
  room = new ConsoleRoom()
  everybody = []
})
/** Whatever happened: at most one controls, it is who everybody thinks it is, and they may. */
afterEach(() => {
  const controlling = everybody.filter(({ controls }) => controls)
  expect(controlling.length).toBeLessThanOrEqual(1)
  expect(controlling.every(({ allowed }) => allowed)).toBe(true)
})

it('gives control to who comes first and may, and tells everybody who is there', () => {
  const vic = comes('vic', { allowed: false })
  expect(vic.room).toMatchObject({ controller: null })
  const ann = comes('ann')
  const bob = comes('bob')
  expect([vic, ann, bob].map(({ controls }) => controls)).toEqual([false, true, false])
  for (const each of [vic, ann, bob]) {
    expect(each.room).toMatchObject({ you: each.seat, controller: ann.seat })
    expect(each.room.viewers.map(({ name, own, mayControl }) => [name, own, mayControl])).toEqual([
      ['vic', each === vic, false],
      ['ann', each === ann, true],
      ['bob', each === bob, true],
    ])
  }
})

it('passes on what is asked for, given and refused', async () => {
  const [ann, bob] = [comes('ann'), comes('bob')]
  await room.hear(bob.seat, { type: 'ask' })
  expect(ann.room.asking).toEqual([bob.seat])
  await room.hear(ann.seat, { type: 'refuse', to: bob.seat })
  expect(bob.heard).toContainEqual({ type: 'refused', by: 'ann' })
  expect(bob.room.asking).toEqual([])
  await room.hear(bob.seat, { type: 'ask' })
  await room.hear(ann.seat, { type: 'give', to: bob.seat })
  expect([ann.controls, bob.controls, bob.room.asking]).toEqual([false, true, []])
  expect(ann.written).toEqual(['consoleControlGiven bob'])
})

it('lets nobody give what they do not have, nor to who may not control', async () => {
  const [ann, bob, vic] = [comes('ann'), comes('bob'), comes('vic', { allowed: false })]
  await room.hear(bob.seat, { type: 'give', to: bob.seat })
  await room.hear(bob.seat, { type: 'refuse', to: bob.seat })
  await room.hear(ann.seat, { type: 'give', to: vic.seat })
  await room.hear(ann.seat, { type: 'give', to: 'nobody' })
  await room.hear(vic.seat, { type: 'ask' })
  await room.hear(vic.seat, { type: 'take' })
  expect([ann.controls, ann.room.asking]).toEqual([true, []])
})

describe('taking', () => {
  it('needs the permission, and is written down first', async () => {
    const [ann, bob] = [comes('ann'), comes('bob')]
    await room.hear(bob.seat, { type: 'take' })
    expect(ann.controls).toBe(true)
    bob.takes = true
    bob.writes = false
    await expect(room.hear(bob.seat, { type: 'take' })).rejects.toThrow('audit')
    expect(ann.controls).toBe(true)
    bob.writes = true
    await room.hear(bob.seat, { type: 'take' })
    expect([ann.controls, bob.controls, bob.written]).toEqual([false, true, ['consoleControlTaken ann']])
  })

  it('needs none from one’s own other window', async () => {
    const [ann, other] = [comes('ann'), comes('ann in another window')]
    await room.hear(other.seat, { type: 'take' })
    expect([ann.controls, other.controls, other.written]).toEqual([false, true, []])
  })
})

it('goes to who asked first when it is let go of, and ends with the right to it', async () => {
  const [ann, bob, cid] = [comes('ann'), comes('bob'), comes('cid')]
  await room.hear(bob.seat, { type: 'ask' })
  await room.hear(cid.seat, { type: 'ask' })
  await room.hear(ann.seat, { type: 'let-go' })
  expect(bob.controls).toBe(true)
  bob.allowed = false
  room.checkRights()
  expect([bob.controls, cid.controls]).toEqual([false, true])
  room.leave(cid.seat, 0, () => {})
  everybody = [ann, bob]
  expect(ann.room).toMatchObject({ controller: null, keptFor: null, asking: [] })
  await room.hear(ann.seat, { type: 'ask' })
  expect(ann.controls).toBe(true)
})

describe('a controller who is lost', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('finds control again', () => {
    const [ann, bob] = [comes('ann'), comes('bob')]
    room.leave(ann.seat, 30_000, () => {})
    everybody = [bob]
    expect(bob.room).toMatchObject({ controller: null, keptFor: 'ann' })
    const cid = comes('cid')
    vi.advanceTimersByTime(29_999)
    const again = comes('ann')
    expect([again.controls, cid.controls, bob.room.keptFor]).toEqual([true, false, null])
    vi.advanceTimersByTime(60_000)
    expect(again.controls).toBe(true)
  })

  it('sets it free after half a minute, for who asked meanwhile', async () => {
    const [ann, bob] = [comes('ann'), comes('bob')]
    const freed = vi.fn()
    room.leave(ann.seat, 30_000, freed)
    everybody = [bob]
    await room.hear(bob.seat, { type: 'ask' })
    vi.advanceTimersByTime(29_999)
    expect(bob.controls).toBe(false)
    vi.advanceTimersByTime(1)
    expect([bob.controls, freed.mock.calls.length]).toEqual([true, 1])
  })

  it('finds control in their other window at once, before those who ask', async () => {
    const [ann, other, bob, again] = [comes('ann'), comes('ann'), comes('bob'), comes('ann')]
    await room.hear(bob.seat, { type: 'ask' })
    room.leave(ann.seat, 1, () => {})
    everybody = [other, bob, again]
    expect(everybody.map(({ controls }) => controls)).toEqual([false, false, true])
    expect(bob.room).toMatchObject({ controller: again.seat, keptFor: null, asking: [bob.seat] })
    vi.advanceTimersByTime(60_000)
    expect(again.controls).toBe(true)
  })

  it('may ask for what is kept for them', async () => {
    const [ann, other] = [comes('ann'), comes('ann', { allowed: false })]
    room.leave(ann.seat, 30_000, () => {})
    everybody = [other]
    other.allowed = true
    await room.hear(other.seat, { type: 'ask' })
    expect(other.controls).toBe(true)
  })

  it('is one too who says nothing for too long while their socket is open', async () => {
    const [ann, bob] = [comes('ann'), comes('bob')]
    await room.hear(bob.seat, { type: 'ask' })
    room.lost(bob.seat)
    expect(ann.controls).toBe(true)
    room.lost(ann.seat)
    expect([ann.controls, bob.controls, ann.room.controller]).toEqual([false, true, bob.seat])
  })

  it('is waited for in a room without anybody else, and no longer', () => {
    const ann = comes('ann')
    room.leave(ann.seat, 30_000, () => {})
    everybody = []
    expect(room.empty).toBe(false)
    vi.advanceTimersByTime(30_000)
    expect(room.empty).toBe(true)
  })
})

describe('the pointer of who controls', () => {
  const seen = (somebody: Somebody) =>
    somebody.heard.flatMap(says =>
      says.type === 'pointer' ? [`${says.seat === ann.seat ? 'Ann' : '?'} ${says.x} ${says.y}`] : [],
    )
  let ann: Somebody
  beforeEach(() => {
    vi.useFakeTimers()
    ann = comes('Ann')
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is shown to the others, ten times a second at most and where it came to rest', () => {
    const [ben, cora] = [comes('Ben'), comes('Cora')]
    room.point(ann.seat, 1, 1)
    for (let x = 2; x <= 50; x++) room.point(ann.seat, x, 1)
    expect(seen(ben)).toEqual(['Ann 1 1'])
    vi.advanceTimersByTime(100)
    vi.advanceTimersByTime(500)
    expect(seen(ben)).toEqual(['Ann 1 1', 'Ann 50 1'])
    expect(seen(cora)).toEqual(seen(ben))
    expect(seen(ann)).toEqual([])
  })

  it('is nobody’s who only watches, and not shown any more once control went elsewhere', async () => {
    const ben = comes('Ben')
    room.point(ben.seat, 5, 5)
    room.point(ann.seat, 1, 1)
    room.point(ann.seat, 2, 2)
    await room.hear(ann.seat, { type: 'give', to: ben.seat })
    vi.advanceTimersByTime(500)
    expect(seen(ann)).toEqual([])
    expect(seen(ben)).toEqual(['Ann 1 1'])
  })
})
