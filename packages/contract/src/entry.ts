import { type AnySchema, oc } from '@orpc/contract'
import * as z from 'zod/mini'
import { errorMap } from './errors.ts'
import type { OutsideAction } from './outside.ts'
import type { Door, Permission } from './permissions.ts'
import type { VmRuleName } from './vm-rules.ts'

/**
 * What an entry acts on: says where its input names the object (`input.id` for a VM, `input.host` for a host,
 * `input.pool` on it for a pool, `input.network` for a network, `input.recording` for a recording). */
export type Target = 'vm' | 'host' | 'pool' | 'network' | 'recording' | 'installation'

export interface ReadMeta {
  readonly kind: 'read'
  readonly permission: Permission | Door
  readonly on: Target
}

export interface WriteMeta {
  readonly kind: 'write'
  readonly permission: Permission | Door
  readonly on: Target
  /** The rule on the VM's state that must hold; null where any state will do. */
  readonly rule: VmRuleName | null
  readonly audit: AuditMeta
}

/** How the act is written down. */
export interface AuditMeta {
  /** The input fields that the row keeps. Anything not named is left out. */
  readonly keeps: readonly string[]
  /** What it brings into being, or whom it lets in, under the `id` of its output: the row is then about that. */
  readonly makes?: 'vm' | 'host' | 'person'
  /** The libvirt events that the act itself brings about: they are the act, and nothing that happened outside. */
  readonly causes?: readonly OutsideAction[]
  /** The same for what it only passes through: once it has ended, that is somebody else's. */
  readonly passes?: readonly OutsideAction[]
  /** The same for what comes minutes later, when a guest has done what it was asked. */
  readonly causesLater?: readonly OutsideAction[]
  /** The row is about the person whose account `input.email` names. */
  readonly account?: true
}

export type EntryMeta = ReadMeta | WriteMeta

interface EntrySpec<I extends AnySchema, O extends AnySchema> {
  path: `/${string}`
  summary: string
  on: Target
  permission: Permission | Door
  input: I
  output: O
}

interface ReadSpec<I extends AnySchema, O extends AnySchema> extends EntrySpec<I, O> {
  /** POST where the question is too long for an address. */
  method?: 'GET' | 'POST'
}

interface WriteSpec<I extends AnySchema, O extends AnySchema> extends EntrySpec<I, O> {
  method?: 'POST' | 'PUT' | 'DELETE'
  rule: VmRuleName | null
  audit: WriteMeta['audit']
}

const entry = oc.$meta<EntryMeta>({ kind: 'read', permission: 'signed-in', on: 'installation' }).errors(errorMap)

/** What goes to the browser as a file while it is still being made. */
export const Download = z.object({
  headers: z.object({
    'content-type': z.string(),
    'content-disposition': z.string(),
    /** Where it is known: then a browser shows how far it is, and sees where the end is missing. */
    'content-length': z.optional(z.string()),
  }),
  /** A ReadableStream, which this package, made for browser and server alike, has no type for. */
  body: z.unknown(),
})
export type Download = z.infer<typeof Download>

/** An entry that answers with a file too large to be held whole. */
export function download<I extends AnySchema>(id: string, spec: Omit<EntrySpec<I, typeof Download>, 'output'>) {
  const { path, summary, on, permission, input } = spec
  return entry
    .route({ method: 'GET', path, operationId: id, summary, outputStructure: 'detailed' })
    .meta({ kind: 'read', permission, on })
    .input(input)
    .output(Download)
}

/** An entry that changes nothing. `id` is its one name everywhere: contract key, verb file, OpenAPI operation. */
export function read<I extends AnySchema, O extends AnySchema>(id: string, spec: ReadSpec<I, O>) {
  const { path, summary, on, permission, input, output } = spec
  return entry
    .route({ method: spec.method ?? 'GET', path, operationId: id, summary })
    .meta({ kind: 'read', permission, on })
    .input(input)
    .output(output)
}

/** An entry that changes something: it can not be written without a permission, a state rule and an audit line. */
export function write<I extends AnySchema, O extends AnySchema>(id: string, spec: WriteSpec<I, O>) {
  const { path, summary, on, permission, input, output, rule, audit } = spec
  return entry
    .route({ method: spec.method ?? 'POST', path, operationId: id, summary })
    .meta({ kind: 'write', permission, on, rule, audit })
    .input(input)
    .output(output)
}
