import { NativeSelect, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useAccess } from '../access/access-queries.ts'
import { roleName } from '../access/words.ts'
import { signOnTexts } from '../texts/sign-on-texts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { CloseIcon } from '../ui/icons.tsx'
import classes from './settings.module.css'
import { newRight, type SignOnFields } from './sign-on-form.ts'

const words = signOnTexts

/** Which of the provider's groups gives what here, a row for each. */
export function SignOnRights({ form }: { form: UseFormReturnType<SignOnFields> }) {
  const choices = useChoices()
  const { rights } = form.values
  return (
    <fieldset className={classes.rights}>
      <legend>{words.rights}</legend>
      <p>{words.rightsHint}</p>
      {rights.length === 0 && <p>{words.noRights}</p>}
      {rights.map(({ gives }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name than its place
        <div key={index} className={classes.right}>
          <TextInput
            aria-label={words.value(index + 1)}
            placeholder="virt-admins"
            autoComplete="off"
            {...form.getInputProps(`rights.${index}.value`)}
          />
          <NativeSelect
            aria-label={words.gives(index + 1)}
            data={withGone(choices, gives)}
            {...form.getInputProps(`rights.${index}.gives`)}
          />
          <IconButton label={words.removeRight(index + 1)} onClick={() => form.removeListItem('rights', index)}>
            <CloseIcon size={14} />
          </IconButton>
        </div>
      ))}
      <Button size="small" onClick={() => form.insertListItem('rights', { ...newRight })}>
        {words.add}
      </Button>
    </fieldset>
  )
}

type Choices = readonly { readonly group: string; readonly items: readonly { value: string; label: string }[] }[]

function useChoices(): Choices {
  const { data } = useAccess()
  const roles = data?.roles.filter(({ builtIn, id }) => builtIn && id !== 'none') ?? []
  return [
    { group: words.roles, items: roles.map(role => ({ value: `role ${role.id}`, label: roleName(role) })) },
    { group: words.groups, items: data?.groups.map(({ id, name }) => ({ value: `group ${id}`, label: name })) ?? [] },
  ].filter(({ items }) => items.length > 0)
}

/** A choice that was made stays to be seen, also when its group is gone or the choices are not read yet. */
function withGone(choices: Choices, chosen: string) {
  const known = choices.some(({ items }) => items.some(({ value }) => value === chosen))
  const all = choices.map(({ group, items }) => ({ group, items: [...items] }))
  return known ? all : [{ value: chosen, label: words.gone }, ...all]
}
