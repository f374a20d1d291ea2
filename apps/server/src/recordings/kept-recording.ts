import type { Recording, RecordingIndex } from '@porthole/contract'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { Moving } from './moving.ts'

type Fixed = Pick<Recording, 'id' | 'kind' | 'device' | 'vm' | 'startedAt' | 'by' | 'keys'>

/** What is known of one recording, while it runs and after. */
export class KeptRecording {
  end: Recording['end'] = null
  /** ms from its beginning to the last that it holds. */
  length = 0
  /** Of all its files. */
  bytes = 0
  starts: { at: number; offset: number }[] = []
  moving = new Moving()
  readonly fixed: Fixed

  constructor(fixed: Fixed) {
    this.fixed = fixed
  }

  /** As its file says. */
  static read(text: string): KeptRecording {
    const { id, kind, device, vm, startedAt, by, keys, ...rest } = JSON.parse(text) as RecordingIndex
    const kept = new KeptRecording({ id, kind, device, vm, startedAt, by, keys })
    kept.end = rest.end
    kept.length = rest.length
    kept.bytes = rest.bytes
    kept.starts = rest.starts
    for (const [from, until] of rest.moving) {
      kept.moving.note(from)
      kept.moving.note(until)
    }
    return kept
  }

  get id(): string {
    return this.fixed.id
  }

  present(): Recording {
    return { ...this.fixed, end: this.end, length: this.length, bytes: this.bytes }
  }

  index(): RecordingIndex {
    return { ...this.present(), starts: this.starts, moving: this.moving.spans.map(([from, until]) => [from, until]) }
  }
}

/** Names a recording. */
export interface RecordingName {
  readonly recording: string
}

/** @throws {Fault} NOT_FOUND */
export function keptRecording({ recordings }: Pick<Core, 'recordings'>, { recording }: RecordingName): KeptRecording {
  const kept = recordings.files.get(recording)
  if (kept === undefined) throw new Fault('NOT_FOUND', 'There is no such recording, or you may not see it.')
  return kept
}
