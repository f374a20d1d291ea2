import { readFileSync } from 'node:fs'

/** One frame of a real conversation. */
export interface RecordedFrame {
  kind: 'call' | 'reply' | 'event' | 'error'
  /** libvirt's name of the procedure. */
  name: string
  /** What a call was made with. */
  args: unknown
  bytes: Buffer
}

/** The frames of a file in this folder, in order. */
export function recordedFrames(file: string): RecordedFrame[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  return text
    .split('\n== ')
    .slice(1)
    .map(section => {
      const [title = '', ...lines] = section.trim().split('\n')
      const [, kind, name, args] = /^(\w+) (\w+) ?(.*)$/.exec(title) ?? []
      const hex = lines.map(line => line.split('#')[0]?.replaceAll(' ', '')).join('')
      return {
        kind: kind as RecordedFrame['kind'],
        name: name as string,
        args: args ? JSON.parse(args) : null,
        bytes: Buffer.from(hex, 'hex'),
      }
    })
}
