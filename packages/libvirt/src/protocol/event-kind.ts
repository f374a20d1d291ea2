import type { XdrReader } from '../xdr-reader.ts'

/** What an event is about. Callback ids are unique only within a family. */
export type EventFamily = 'domain' | 'network' | 'storagePool' | 'nodeDevice' | 'secret' | 'qemu'

/** One kind of event: how it is asked for (`id`), how it arrives (`program`, `number`), and how it is read. */
export interface EventKind<Message> {
  readonly family: EventFamily
  /** libvirt's event id; null in the family `qemu`, which asks by name. */
  readonly id: number | null
  readonly program: number
  readonly number: number
  /** Reads what follows the callback id. */
  readonly read: (reader: XdrReader) => Message
}

/** The kinds of events, by name. */
export type EventTable<Messages> = { readonly [Name in keyof Messages]: EventKind<Messages[Name]> }
