import type { SendingStep, SendingTest } from '@porthole/contract'

/** Why something could not be sent, in words for the person who set it up. */
export class SendingError extends Error {}

/** What is heard of each step on the way. */
export type Told = (step: SendingStep, said: string) => void

/** Goes the whole way once and says how far it came. */
export async function trySending(
  steps: readonly SendingStep[],
  send: (told: Told) => Promise<void>,
): Promise<SendingTest> {
  const said = new Map<SendingStep, string>()
  let failure: string | null = null
  try {
    await send((step, words) => said.set(step, words))
  } catch (error) {
    failure = reasonOf(error)
  }
  const failed = failure === null ? undefined : steps.find(step => !said.has(step))
  return {
    steps: steps.map(step => {
      if (step === failed) return { step, state: 'failed', said: failure ?? '' }
      const words = said.get(step)
      return words === undefined ? { step, state: 'untried', said: '' } : { step, state: 'ok', said: words }
    }),
  }
}

/** One line, whatever the other end said. */
export function reasonOf(error: unknown): string {
  const text =
    error instanceof Error ? error.message || String((error as { code?: string }).code ?? error.name) : String(error)
  return text.replace(/\s+/g, ' ').slice(0, 500)
}
