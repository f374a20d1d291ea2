import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type MyPasskey, type PasskeyQuestion } from '@porthole/contract'
import { useSave } from '../access/use-save.ts'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { makePasskey, passkeyFailure } from '../session/passkey.ts'
import { passkeyTexts } from '../texts/passkey-texts.ts'
import { texts } from '../texts/texts.ts'
import { Dialog } from '../ui/Dialog.tsx'

const words = passkeyTexts
const rules = formRules(contract.account.renameMyPasskey)

interface PasskeyNameDialogProps {
  /** The one that is to be called something else, or the question that a new one is made for. */
  of: MyPasskey | PasskeyQuestion
  onClose(): void
}

/** Names a passkey; a new one is then made by the browser, which asks where to keep it. */
export function PasskeyNameDialog({ of, onClose }: PasskeyNameDialogProps) {
  const known = 'id' in of
  const form = useForm({ initialValues: { id: known ? of.id : 'new', name: known ? of.name : '' }, validate: rules })
  const save = useSave(form, onClose, async ({ id, name }) => {
    if (known) await client.account.renameMyPasskey({ id, name })
    else await client.account.addMyPasskey({ name, proof: await makePasskey(of.options) })
  })
  const unplaced = save.error && failureOf(save.error).issues.length === 0 ? save.error : null
  return (
    <Dialog title={known ? words.renameOf(of.name) : words.newName} onClose={onClose}>
      <DialogForm
        form={form}
        saving={save}
        failure={unplaced ? passkeyFailure(unplaced, 'make') : null}
        words={{ submit: known ? texts.save : words.next }}
        onSubmit={values => save.mutate(values)}
        onCancel={onClose}
      >
        <TextInput
          label={words.name}
          description={words.nameHint}
          autoFocus
          autoComplete="off"
          {...form.getInputProps('name')}
        />
      </DialogForm>
    </Dialog>
  )
}
