'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/Combobox.css'
import type { Folder, Grant, Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf } from '../api/failure.ts'
import { GuestLinks } from '../guests/GuestLinks.tsx'
import { useSession } from '../session/SessionContext.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { guestTexts } from '../texts/guest-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import classes from './access.module.css'
import { foldersQuery, useAccess } from './access-queries.ts'
import { GrantDialog } from './GrantDialog.tsx'
import { GrantsTable } from './GrantsTable.tsx'
import { Holders } from './Holders.tsx'
import { Own } from './Own.tsx'
import { VmOwnerForm } from './VmOwnerForm.tsx'
import { VmPlaceForm } from './VmPlaceForm.tsx'
import { WhyAccess } from './WhyAccess.tsx'
import { ofVms } from './words.ts'

const words = accessTexts.vm

/** Where the VM is kept, who may do what with it, and why. */
export function VmAccess() {
  const { vm } = useShownVm()
  const { person } = useSession()
  const folders = useQuery(foldersQuery).data?.folders
  return (
    <div className={classes.sections}>
      <section className={classes.section}>
        <h2>{words.place}</h2>
        {folders && <VmPlaceForm key={`${vm.folder} ${vm.tags.join(' ')}`} vm={vm} folders={folders} />}
        <VmOwnerForm key={vm.owner} vm={vm} />
      </section>
      {person.can.includes('user.manage') ? (
        <Others vm={vm} folders={folders ?? []} />
      ) : (
        <Own can={vm.can.filter(permission => ofVms.has(permission))} />
      )}
      {vm.can.includes('vm.share-console') && (
        <section className={classes.section}>
          <h2>{guestTexts.invite}</h2>
          <GuestLinks vm={vm} />
        </section>
      )}
    </div>
  )
}

function Others({ vm, folders }: { vm: Vm; folders: readonly Folder[] }) {
  const { data, error } = useAccess()
  const [giving, setGiving] = useState(false)
  const here = data?.grants.filter(grant => holdsFor(grant, vm, folders)) ?? []
  if (error) return <Notice tone="error">{failureOf(error).sentence}</Notice>
  if (!data) return null
  return (
    <>
      <section className={classes.section}>
        <div className={classes.lead}>
          <h2>{words.who}</h2>
          <Button look="primary" onClick={() => setGiving(true)}>
            {accessTexts.grants.give}
          </Button>
        </div>
        <p>{here.length > 0 ? words.whoLead : words.nobody}</p>
        {here.length > 0 && <GrantsTable grants={here} access={data} />}
        <Holders at={{ vm: vm.id, host: vm.host }} roles={data.roles} />
        {giving && <GrantDialog access={data} on={{ kind: 'vm', vm: vm.id }} onClose={() => setGiving(false)} />}
      </section>
      <WhyAccess vm={vm} people={data.people} roles={data.roles} />
    </>
  )
}

/** Which grants are about this VM, for the list; what they allow is the server's to say. */
function holdsFor({ on }: Grant, vm: Vm, folders: readonly Folder[]): boolean {
  if (on.kind === 'folder') return upwards(vm.folder, folders).includes(on.folder)
  if (on.kind === 'tag') return vm.tags.includes(on.tag)
  if (on.kind === 'host') return on.host === vm.host
  if (on.kind === 'vm') return on.vm === vm.id
  return on.kind === 'everything'
}

function upwards(folder: string | null, folders: readonly Folder[]): string[] {
  const seen: string[] = []
  for (let id = folder; id !== null && !seen.includes(id); ) {
    seen.push(id)
    const current = id
    id = folders.find(folder => folder.id === current)?.parent ?? null
  }
  return seen
}
