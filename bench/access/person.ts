/** Somebody who asks over REST, with a cookie of their own. */
export class Person {
  readonly id: string
  readonly url: string
  cookie = ''

  constructor(url: string, id = '') {
    this.url = url
    this.id = id
  }

  /** One request as the window sends it, and what came back, read to its end. */
  async send(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        origin: this.url,
        ...(this.cookie !== '' && { cookie: this.cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const [cookie] = response.headers.getSetCookie().slice(-1)
    if (cookie !== undefined) this.cookie = cookie.split(';', 1)[0] ?? ''
    return { status: response.status, text: await response.text() }
  }

  /** The same for what must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: a benchmark looks into whatever came back
  async ask(method: string, path: string, body?: unknown): Promise<any> {
    const { status, text } = await this.send(method, path, body)
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${text}`)
    return JSON.parse(text)
  }

  /** How long the request takes until all of its reply is there; it must have that status. */
  async time(status: number, method: string, path: string, body?: unknown): Promise<number> {
    const began = performance.now()
    const reply = await this.send(method, path, body)
    const took = performance.now() - began
    if (reply.status !== status) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`)
    return took
  }
}
