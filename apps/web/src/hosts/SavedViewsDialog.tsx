import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type SavedView } from '@porthole/contract'
import Link from 'next/link'
import { useChange } from '../access/use-change.ts'
import { useSave } from '../access/use-save.ts'
import { client, orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { texts } from '../texts/texts.ts'
import { viewsTexts as words } from '../texts/views-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import classes from './hosts.module.css'

interface SavedViewsDialogProps {
  views: readonly SavedView[]
  onClose(): void
}

/** Saves what the fleet shows under a name, goes to what was saved before, and forgets it. */
export function SavedViewsDialog({ views, onClose }: SavedViewsDialogProps) {
  const form = useForm({
    initialValues: { name: '', query: window.location.search },
    validate: formRules(contract.account.saveMyView),
  })
  const save = useSave(form, onClose, values => client.account.saveMyView(values))
  const forget = useChange(orpc.account.removeMyView.mutationOptions())
  const failure = save.error && failureOf(save.error)
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p>{words.lead}</p>
      {views.length > 0 && (
        <ul className={classes.columns}>
          {views.map(({ id, name, query }) => (
            <li key={id}>
              <Link href={`/${query}`} className={classes.savedView} onClick={onClose}>
                {name}
                <span>{new URLSearchParams(query).get('q') ?? words.whole}</span>
              </Link>
              <Button size="small" aria-label={words.forgetOf(name)} onClick={() => forget.mutate({ id })}>
                {words.forget}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <DialogForm
        form={form}
        saving={save}
        failure={failure && !failure.issues.some(({ path }) => path === 'name') ? failure.sentence : null}
        words={{ cancel: texts.close }}
        onSubmit={values => save.mutate(values)}
        onCancel={onClose}
      >
        <TextInput label={words.name} autoFocus autoComplete="off" {...form.getInputProps('name')} />
      </DialogForm>
    </Dialog>
  )
}
