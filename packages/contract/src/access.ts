import * as z from 'zod/mini'
import { read, write } from './entry.ts'
import { PersonInfo } from './people.ts'
import { permissions } from './permissions.ts'
import { VmKey } from './vm.ts'

const Id = z.string().check(z.minLength(1), z.maxLength(64))
const Name = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, 'Give it a name.'),
    z.maxLength(64, 'A name has at most 64 characters.'),
    z.regex(/^[^\p{C}/]*$/u, 'A name has no slash and nothing invisible.'),
  )
const PermissionSet = z.array(z.enum(permissions))

/** That one VM carries. */
export const mostTags = 32
export const Tag = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.maxLength(32, 'A tag has at most 32 characters.'),
    z.regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u, 'A tag has only letters, digits and . _ -'),
  )

/**
 * Where a grant holds. A host's grant holds for all VMs, pools and networks on it, a folder's for all VMs in it and in the
 * folders below, a tag's for all VMs that carry it. A VM's follows it to other hosts. One on a pool or network shows its host.
 */
export const Scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('host'), host: Id }),
  z.object({ kind: z.literal('folder'), folder: Id }),
  z.object({ kind: z.literal('tag'), tag: Tag }),
  z.object({ kind: z.literal('vm'), vm: z.guid() }),
  z.object({ kind: z.literal('pool'), host: Id, pool: z.string().check(z.minLength(1), z.maxLength(255)) }),
  z.object({ kind: z.literal('network'), host: Id, network: z.string().check(z.minLength(1), z.maxLength(255)) }),
])
export type Scope = z.infer<typeof Scope>

/** Whom a grant is given to. */
export const Grantee = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), person: Id }),
  z.object({ kind: z.literal('group'), group: Id }),
])
export type Grantee = z.infer<typeof Grantee>

export const RoleInfo = z.object({
  /** A built-in role's name is its id. */
  id: Id,
  name: z.string(),
  builtIn: z.boolean(),
  permissions: PermissionSet,
})
export type RoleInfo = z.infer<typeof RoleInfo>

export const Group = z.object({ id: Id, name: z.string(), members: z.array(Id) })
export type Group = z.infer<typeof Group>

export const Grant = z.object({
  id: Id,
  role: Id,
  to: Grantee,
  on: Scope,
  /** Where it holds, in words: the host's, folder's or VM's name; null for what is not there any more. */
  where: z.nullable(z.string()),
  expiresAt: z.nullable(z.iso.datetime()),
})
export type Grant = z.infer<typeof Grant>

export const Folder = z.object({ id: Id, name: z.string(), parent: z.nullable(Id) })
export type Folder = z.infer<typeof Folder>

/** Where a permission comes from: somebody's role everywhere, or a grant to themselves or to a group of theirs. */
export const Source = z.object({
  /** The grant's id; null for the role that they have everywhere. */
  grant: z.nullable(Id),
  /** The role's name. */
  role: z.string(),
  /** The group's name; null for the person. */
  group: z.nullable(z.string()),
  /** Where it holds, in words. */
  where: z.string(),
  until: z.nullable(z.iso.datetime()),
})
export type Source = z.infer<typeof Source>

/** Why somebody may do something. */
export const Reason = z.object({ permission: z.enum(permissions), because: z.array(Source) })
export type Reason = z.infer<typeof Reason>

/** Somebody who may do something with an object. */
export const Holder = z.object({ person: PersonInfo, can: PermissionSet, because: z.array(Source) })
export type Holder = z.infer<typeof Holder>

const nothing = z.object({})
const made = z.object({ id: Id })
const byId = z.object({ id: Id })

/** All of these are for whoever manages people, and for the whole installation. */
const manages = { on: 'installation', permission: 'user.manage' } as const
const changes = (...keeps: string[]) => ({ ...manages, rule: null, audit: { keeps } }) as const

export const access = {
  listRoles: read('listRoles', {
    ...manages,
    path: '/roles',
    summary: 'The roles, built in and made here, with their permissions',
    input: nothing,
    output: z.object({ roles: z.array(RoleInfo) }),
  }),
  createRole: write('createRole', {
    ...changes('name', 'permissions'),
    path: '/roles',
    summary: 'Make a role from permissions',
    input: z.object({ name: Name, permissions: PermissionSet }),
    output: made,
  }),
  changeRole: write('changeRole', {
    ...changes('id', 'name', 'permissions'),
    method: 'PUT',
    path: '/roles/{id}',
    summary: 'Change a role that was made here; it holds at once for everybody who has it',
    input: z.object({ id: Id, name: Name, permissions: PermissionSet }),
    output: nothing,
  }),
  deleteRole: write('deleteRole', {
    ...changes('id'),
    method: 'DELETE',
    path: '/roles/{id}',
    summary: 'Delete a role that no grant uses any more',
    input: byId,
    output: nothing,
  }),
  listGroups: read('listGroups', {
    ...manages,
    path: '/groups',
    summary: 'The groups and who is in them',
    input: nothing,
    output: z.object({ groups: z.array(Group) }),
  }),
  createGroup: write('createGroup', {
    ...changes('name', 'members'),
    path: '/groups',
    summary: 'Make a group',
    input: z.object({ name: Name, members: z._default(z.array(Id).check(z.maxLength(1000)), []) }),
    output: made,
  }),
  changeGroup: write('changeGroup', {
    ...changes('id', 'name', 'members'),
    method: 'PUT',
    path: '/groups/{id}',
    summary: 'Rename a group, and say who is in it',
    input: z.object({ id: Id, name: Name, members: z.array(Id).check(z.maxLength(1000)) }),
    output: nothing,
  }),
  deleteGroup: write('deleteGroup', {
    ...changes('id'),
    method: 'DELETE',
    path: '/groups/{id}',
    summary: 'Delete a group, and with it what was granted to it',
    input: byId,
    output: nothing,
  }),
  listGrants: read('listGrants', {
    ...manages,
    path: '/grants',
    summary: 'Who has which role where, beside the role that each person has everywhere',
    input: nothing,
    output: z.object({ grants: z.array(Grant) }),
  }),
  createGrant: write('createGrant', {
    ...changes('role', 'to', 'on', 'expiresAt'),
    path: '/grants',
    summary: 'Give a person or a group a role somewhere',
    input: z.object({ role: Id, to: Grantee, on: Scope, expiresAt: z._default(z.nullable(z.iso.datetime()), null) }),
    output: made,
  }),
  deleteGrant: write('deleteGrant', {
    ...changes('id'),
    method: 'DELETE',
    path: '/grants/{id}',
    summary: 'Take a grant back: event sockets and consoles that need it close at once',
    input: byId,
    output: nothing,
  }),
  explainAccess: read('explainAccess', {
    ...manages,
    path: '/access',
    summary: 'What a person may do somewhere, and why',
    input: z.object({ person: Id, vm: z.optional(z.guid()), host: z.optional(Id) }),
    output: z.object({ reasons: z.array(Reason) }),
  }),
  listAccess: read('listAccess', {
    ...manages,
    path: '/access/people',
    summary: 'Who may do what with a VM or on a host, and why',
    input: z.object({ vm: z.optional(z.guid()), host: z.optional(Id) }),
    output: z.object({ people: z.array(Holder) }),
  }),
  listFolders: read('listFolders', {
    path: '/folders',
    summary: 'The folders that hold VMs which you may see, or that you were granted',
    on: 'installation',
    permission: 'signed-in',
    input: nothing,
    output: z.object({ folders: z.array(Folder) }),
  }),
  createFolder: write('createFolder', {
    ...changes('name', 'parent'),
    path: '/folders',
    summary: 'Make a folder for VMs',
    input: z.object({ name: Name, parent: z._default(z.nullable(Id), null) }),
    output: made,
  }),
  changeFolder: write('changeFolder', {
    ...changes('id', 'name', 'parent'),
    method: 'PUT',
    path: '/folders/{id}',
    summary: 'Rename a folder, or put it into another',
    input: z.object({ id: Id, name: Name, parent: z.nullable(Id) }),
    output: nothing,
  }),
  deleteFolder: write('deleteFolder', {
    ...changes('id'),
    method: 'DELETE',
    path: '/folders/{id}',
    summary: 'Delete an empty folder, and with it what was granted on it',
    input: byId,
    output: nothing,
  }),
  placeVm: write('placeVm', {
    method: 'PUT',
    path: '/vms/{id}/folder',
    summary: 'Put a VM into a folder, or out of it',
    on: 'vm',
    permission: 'vm.change',
    rule: null,
    audit: { keeps: ['folder'] },
    input: z.extend(VmKey, { folder: z.nullable(Id) }),
    output: nothing,
  }),
  setVmOwner: write('setVmOwner', {
    method: 'PUT',
    path: '/vms/{id}/owner',
    summary:
      'Say who answers for a VM, "me" for oneself; somebody other than oneself only with the permission user.manage',
    on: 'vm',
    permission: 'vm.change',
    rule: null,
    audit: { keeps: ['person'] },
    input: z.extend(VmKey, { person: z.nullable(Id) }),
    output: nothing,
  }),
  tagVm: write('tagVm', {
    method: 'PUT',
    path: '/vms/{id}/tags',
    summary: 'Say which tags a VM carries; they are written into its metadata too',
    on: 'vm',
    permission: 'vm.change',
    rule: null,
    audit: { keeps: ['tags'] },
    input: z.extend(VmKey, { tags: z.array(Tag).check(z.maxLength(mostTags, 'A VM carries at most 32 tags.')) }),
    output: z.object({
      /** Why the tags are not in the VM's metadata though they hold here; null when they are. */
      unwritten: z.nullable(z.string()),
    }),
  }),
}
