/** Nobody describes themselves, or a person, in more. */
const mostBytes = 512 * 1024

/** Asks a provider for JSON; the answer comes whole within `patienceMs` and within bounds, or not at all. */
export type AskProvider = (url: string, request?: RequestInit) => Promise<Record<string, unknown>>

/** Each request that is made to a provider: nothing is followed elsewhere, and no answer is waited for or kept without end. */
export const askProvider =
  (patienceMs: number): AskProvider =>
  async (url, request = {}) => {
    const response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(patienceMs) })
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`${url} answers ${response.status}`)
    }
    const found: unknown = JSON.parse(await textOf(response, url))
    if (typeof found !== 'object' || found === null || Array.isArray(found)) throw new Error(`${url} answers no object`)
    return found as Record<string, unknown>
  }

async function textOf(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error(`${url} answers more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
