import type { UseFormReturnType } from '@mantine/form'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { useChange } from './use-change.ts'

/** Saves what a form holds; what the server refuses is said at the field that it is about. */
export function useSave<Values>(
  form: UseFormReturnType<Values>,
  done: () => void,
  save: (values: Values) => Promise<unknown>,
) {
  return useChange<unknown, Values>(
    { mutationFn: save },
    {
      done,
      failed(error) {
        form.setErrors(fieldErrors(failureOf(error)))
        focusFirstError()
      },
    },
  )
}
