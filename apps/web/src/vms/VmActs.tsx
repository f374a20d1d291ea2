import type { Vm } from '@porthole/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { vmsQuery } from '../api/fleet-queries.ts'
import { keyOf, type VmKey } from '../api/vm-key.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { ActingContext, type MenuPlace } from './acting-context.ts'
import { spec, type VmAct } from './acts.ts'
import { ActsContext, ActsUnderWay } from './acts-under-way.ts'
import { savePng } from './save-png.ts'
import { VmMenu } from './VmMenu.tsx'

const ConfirmAct = dynamic(() => import('./ConfirmAct.tsx').then(file => file.ConfirmAct))
const DeleteVm = dynamic(() => import('./DeleteVm.tsx').then(file => file.DeleteVm))
const LeftDisks = dynamic(() => import('./DeleteVm.tsx').then(file => file.LeftDisks))

interface Left {
  readonly vm: Vm
  readonly disks: readonly { readonly path: string; readonly why: string }[]
}

/** Everything one can do with a VM: one menu, one question and one list of what is under way for the whole page. */
export function VmActs({ children }: { children: ReactNode }) {
  const underWay = useActsUnderWay()
  const [question, setQuestion] = useState<{ vm: Vm; act: VmAct } | null>(null)
  const [left, setLeft] = useState<Left | null>(null)
  const [menu, setMenu] = useState<{ vm: Vm; place: MenuPlace } | null>(null)
  const { mutate } = useMutation({
    mutationFn: async ({ vm, act, disks }: { vm: Vm; act: VmAct; disks: string[] }) => {
      const { id, host } = vm
      if (act === 'takeScreenshot') return savePng(vm.name, await client.vms.takeScreenshot({ id, host }))
      if (act !== 'deleteVm') return void (await client.vms[act]({ id, host }))
      const deleted = await client.vms.deleteVm({ id, host, disks })
      if (deleted.left.length > 0) setLeft({ vm, disks: deleted.left })
    },
    onMutate: ({ vm, act }) => underWay.asked(vm, act),
    onSuccess: (_, { vm, act }) => underWay.answered(vm, act),
    onError: (error, { vm, act }) => underWay.failed(vm, act, failureOf(error)),
  })

  const acting = useMemo(
    () => ({
      ask: (vm: Vm, act: VmAct) => (spec(act).danger ? setQuestion({ vm, act }) : mutate({ vm, act, disks: [] })),
      openMenu: (vm: Vm, place: MenuPlace) => setMenu({ vm, place }),
      dismiss: (vm: VmKey) => underWay.dismiss(vm),
    }),
    [mutate, underWay],
  )
  const closeMenu = useCallback(() => setMenu(null), [])
  const answer = (disks: string[] = []) => {
    if (question) mutate({ ...question, disks })
    setQuestion(null)
  }
  return (
    <ActsContext value={underWay}>
      <ActingContext value={acting}>
        {children}
        {menu && <VmMenu key={keyOf(menu.vm)} vm={menu.vm} place={menu.place} onClose={closeMenu} />}
        {question?.act === 'deleteVm' && (
          <DeleteVm vm={question.vm} onCancel={() => setQuestion(null)} onConfirm={answer} />
        )}
        {question && question.act !== 'deleteVm' && (
          <ConfirmAct vm={question.vm} act={question.act} onCancel={() => setQuestion(null)} onConfirm={answer} />
        )}
        {left && <LeftDisks vm={left.vm} disks={left.disks} onClose={() => setLeft(null)} />}
      </ActingContext>
    </ActsContext>
  )
}

/** Follows the list of VMs, where events show what took effect. */
function useActsUnderWay(): ActsUnderWay {
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [underWay] = useState(() => {
    const find = ({ id, host }: VmKey) =>
      queries.getQueryData(vmsQuery.queryKey)?.vms.find(vm => vm.id === id && vm.host === host)
    return new ActsUnderWay(find, announce)
  })
  useEffect(() => queries.getQueryCache().subscribe(() => underWay.settle()), [queries, underWay])
  return underWay
}
