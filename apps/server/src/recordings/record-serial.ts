import type { SerialLine } from '../consoles/serial-line.ts'
import { castHeader, castLine } from './serial-file.ts'
import type { Tape } from './tape.ts'

/** Records what a serial console says from now on. */
export function recordSerial(tape: Tape, line: SerialLine): void {
  const { vm, device, startedAt } = tape.kept.fixed
  tape.starts()
  tape.append(castHeader(`${vm.name} ${device}`, new Date(startedAt)))
  // A character may come in two pieces.
  const decoder = new TextDecoder()
  const leave = line.join(
    {
      take(bytes) {
        const text = decoder.decode(bytes, { stream: true })
        if (text !== '') tape.append(castLine(tape.now, text))
        tape.moved()
      },
      ended: () => void tape.end('gone'),
    },
    { before: false },
  )
  void tape.ended.then(leave)
}
