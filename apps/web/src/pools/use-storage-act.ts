import type { MutationOptions } from '@tanstack/react-query'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { focusFirstError } from '../ui/focus-first-error.ts'

interface Form {
  setErrors(errors: Record<string, string>): void
}

/** An act on a volume or a pool: what is in the pools is read again afterwards, and what the server refuses is said at its field. */
export function useStorageAct<Output, Input>(
  options: MutationOptions<Output, Error, Input>,
  { form, done }: { form?: Form; done?(output: Output): void },
) {
  const queries = useQueryClient()
  return useMutation<Output, Error, Input>({
    ...options,
    onSuccess(output) {
      void queries.invalidateQueries({ queryKey: orpc.pools.key() })
      done?.(output)
    },
    onError(error) {
      form?.setErrors(fieldErrors(failureOf(error)))
      focusFirstError()
    },
  })
}
