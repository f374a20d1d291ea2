export const sampleRate = 44_100
export const channels = 2
/** What waits to be played, so that a late piece leaves no gap; more than that is dropped, as it would lag. s. */
const ahead = { least: 0.06, most: 0.5 }

/** Plays pieces of 16-bit stereo at that rate as they come. Made by a click: browsers let no page sound before. */
export class SoundPlayer {
  readonly #context = new AudioContext({ sampleRate })
  #next = 0

  play(bytes: Uint8Array): void {
    const frames = Math.floor(bytes.length / (2 * channels))
    const now = this.#context.currentTime
    if (frames === 0 || this.#next > now + ahead.most) return
    const view = new DataView(bytes.buffer, bytes.byteOffset, frames * 2 * channels)
    const buffer = this.#context.createBuffer(channels, frames, sampleRate)
    for (let channel = 0; channel < channels; channel++) {
      const samples = buffer.getChannelData(channel)
      for (let i = 0; i < frames; i++) samples[i] = view.getInt16((i * channels + channel) * 2, true) / 32768
    }
    const source = this.#context.createBufferSource()
    source.buffer = buffer
    source.connect(this.#context.destination)
    this.#next = this.#next > now ? this.#next : now + ahead.least
    source.start(this.#next)
    this.#next += buffer.duration
  }

  close(): void {
    void this.#context.close()
  }
}
