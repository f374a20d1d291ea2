/**
 * What a verb answers where the whole is too much for one turn of the event loop: its JSON in pieces, each made when the
 * one before is on its way. `T` is what the pieces make up.
 */
export class LongReply<T> {
  declare readonly whole: T
  readonly pieces: AsyncIterable<string>

  constructor(pieces: AsyncIterable<string>) {
    this.pieces = pieces
  }
}
