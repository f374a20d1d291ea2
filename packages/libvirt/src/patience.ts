/** Waits between attempts, and can be woken. */
export class Patience {
  #woken = false
  #end: (woken: boolean) => void = () => {}

  /** Resolves after so many ms; at once with true when it was, or is, woken. */
  wait(ms: number): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => this.#end(false), ms)
      this.#end = woken => {
        clearTimeout(timer)
        this.#woken = false
        this.#end = () => {}
        resolve(woken)
      }
      if (this.#woken) this.#end(true)
    })
  }

  /** Ends the wait, or the next one if none is under way. */
  wake(): void {
    this.#woken = true
    this.#end(true)
  }

  /** Forgets a wake-up that nobody needs any more. */
  calm(): void {
    this.#woken = false
  }
}
