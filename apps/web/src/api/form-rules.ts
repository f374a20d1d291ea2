import { type FormErrors, schemaResolver } from '@mantine/form'

type Schema = Parameters<typeof schemaResolver>[0]

/** A form's rules are the contract entry's own: what the server would refuse is said at the field, in the same words. */
export function formRules(entry: { '~orpc': { inputSchema?: unknown } }): (values: unknown) => FormErrors {
  return schemaResolver(entry['~orpc'].inputSchema as Schema, { sync: true })
}
