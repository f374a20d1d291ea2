/** What a verb answers that began something: whoever asked does not wait for its end, and the audit has it all the same. */
export class UnderWay<T> {
  readonly answer: T
  readonly end: Promise<unknown>

  constructor(answer: T, end: Promise<unknown>) {
    this.answer = answer
    this.end = end
  }
}
