import type { Contract } from '@porthole/contract'
import type { LongVerb, Verb } from './core.ts'
import type { LongReply } from './long-reply.ts'

/** What zod gives after parsing, and what it takes back: the verb's side of an entry. */
type VerbOf<E> = E extends { '~orpc': { inputSchema?: infer I; outputSchema?: infer O } }
  ? AnyVerb<Parsed<NonNullable<I>>, Given<NonNullable<O>>>
  : never
type AnyVerb<I, O> = Verb<I, O | LongReply<O>> | LongVerb<I, O>
type Parsed<S> = S extends { _zod: { output: infer T } } ? T : never
type Given<S> = S extends { _zod: { input: infer T } } ? (T extends Record<string, never> ? object : T) : never

/** For each entry of the contract its verb. An entry without one does not compile. */
export type Routes = { readonly [G in keyof Contract]: { readonly [E in keyof Contract[G]]: VerbOf<Contract[G][E]> } }
