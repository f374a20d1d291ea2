import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type MyPasskey, type PasskeyQuestion } from '@porthole/contract'
import classes from '../access/access.module.css'
import { useSave } from '../access/use-save.ts'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { formRules } from '../api/form-rules.ts'
import { makePasskey, passkeyFailure } from '../session/passkey.ts'
import { passkeyTexts } from '../texts/passkey-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'

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
  const unsaid = save.error && failureOf(save.error).issues.length === 0
  return (
    <Dialog title={known ? words.renameOf(of.name) : words.newName} onClose={onClose}>
      <form
        noValidate
        className={classes.fields}
        onSubmit={form.onSubmit(values => save.mutate(values), focusFirstError)}
      >
        <TextInput
          label={words.name}
          description={words.nameHint}
          autoFocus
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        {save.error && unsaid && (
          <Notice tone="error" alert>
            {passkeyFailure(save.error, 'make')}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit" busy={save.isPending}>
            {known ? texts.save : words.next}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
