import type { Vm } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import type { VmAct } from './acts.ts'

interface ConfirmActProps {
  vm: Vm
  act: VmAct
  onCancel(): void
  onConfirm(): void
}

/** Says exactly what happens, before what can cost data. */
export function ConfirmAct({ vm, act, onCancel, onConfirm }: ConfirmActProps) {
  const question = texts.acts.questions[act as keyof typeof texts.acts.questions]
  return (
    <Dialog title={question.title(vm.name)} onClose={onCancel}>
      <p>{question.what}</p>
      <DialogActions>
        <Button autoFocus onClick={onCancel}>
          {texts.cancel}
        </Button>
        <Button look="danger" onClick={onConfirm}>
          {texts.acts.names[act]}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
