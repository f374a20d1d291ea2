import * as z from 'zod/mini'

/** One browser at a VM's console. */
export interface ConsoleViewer {
  readonly seat: string
  readonly name: string
  /** It is the caller's own: this one, or another window of the same person. */
  readonly own: boolean
  readonly mayControl: boolean
}

/** That a console is recorded: whoever is at it is told. */
export interface Recorded {
  readonly recording: string
  /** The name of who started it; null where the settings ask for it. */
  readonly by: string | null
  readonly keys: boolean
}

/** What a console says, in texts between the display's bytes. */
export type ConsoleSays =
  | {
      readonly type: 'room'
      /** The seat of who hears this. */
      readonly you: string
      readonly viewers: readonly ConsoleViewer[]
      /** The seat that keys and pointer are taken from; null when nobody controls. */
      readonly controller: string | null
      /** Nobody controls because this person's connection was lost a moment ago: it is kept for them a while. */
      readonly keptFor: string | null
      /** Seats that ask for control, in the order in which they asked. */
      readonly asking: readonly string[]
      /** Whether one may take control from somebody who does not give it. */
      readonly mayTake: boolean
      /** What is seen here is recorded; null while it is not. */
      readonly recorded: Recorded | null
    }
  /** Where who controls points in the picture, to everybody else: ten times a second at most. */
  | { readonly type: 'pointer'; readonly seat: string; readonly x: number; readonly y: number }
  /** Who controls does not give control to who asked. */
  | { readonly type: 'refused'; readonly by: string }

/** What a serial console says, in texts between its bytes. */
export interface SerialSays {
  readonly recorded: Recorded | null
}

/** What a browser asks of its console, in the same way. */
export const ConsoleAsks = z.discriminatedUnion('type', [
  /** For control: at once when nobody has it, else from who has it. */
  z.object({ type: z.literal('ask') }),
  z.object({ type: z.literal('take') }),
  /** Gives control back, or asks no longer. */
  z.object({ type: z.literal('let-go') }),
  z.object({ type: z.literal('give'), to: z.string() }),
  z.object({ type: z.literal('refuse'), to: z.string() }),
])
export type ConsoleAsks = z.infer<typeof ConsoleAsks>
