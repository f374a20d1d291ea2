import type { UseFormReturnType } from '@mantine/form'
import { type MutationOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { sessionQuery } from '../api/session-query.ts'
import { focusFirstError } from '../ui/focus-first-error.ts'

/** Becoming a person, which signs in: leads to the fleet, or to the fields that were refused. */
export function useEnter<Output, Input, Values>(
  options: MutationOptions<Output, Error, Input>,
  form: UseFormReturnType<Values>,
) {
  const router = useRouter()
  const queries = useQueryClient()
  return useMutation({
    ...options,
    onSuccess: async () => {
      await queries.invalidateQueries(sessionQuery)
      router.replace('/')
    },
    onError: error => {
      form.setErrors(fieldErrors(failureOf(error)))
      focusFirstError()
    },
  })
}
