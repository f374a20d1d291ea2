import type { Routes } from '../routes.ts'
import { changeFolder } from './change-folder.ts'
import { changeGroup } from './change-group.ts'
import { changeRole } from './change-role.ts'
import { createFolder } from './create-folder.ts'
import { createGrant } from './create-grant.ts'
import { createGroup } from './create-group.ts'
import { createRole } from './create-role.ts'
import { deleteFolder } from './delete-folder.ts'
import { deleteGrant } from './delete-grant.ts'
import { deleteGroup } from './delete-group.ts'
import { deleteRole } from './delete-role.ts'
import { explainAccess } from './explain-access.ts'
import { listAccess } from './list-access.ts'
import { listFolders } from './list-folders.ts'
import { listGrants } from './list-grants.ts'
import { listGroups } from './list-groups.ts'
import { listRoles } from './list-roles.ts'
import { placeVm } from './place-vm.ts'
import { setVmOwner } from './set-vm-owner.ts'
import { tagVm } from './tag-vm.ts'

export const accessRoutes: Routes['access'] = {
  listRoles,
  createRole,
  changeRole,
  deleteRole,
  listGroups,
  createGroup,
  changeGroup,
  deleteGroup,
  listGrants,
  createGrant,
  deleteGrant,
  explainAccess,
  listAccess,
  listFolders,
  createFolder,
  changeFolder,
  deleteFolder,
  placeVm,
  setVmOwner,
  tagVm,
}
