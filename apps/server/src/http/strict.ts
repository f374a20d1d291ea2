import * as z from 'zod/mini'

/**
 * The schema, but refusing each field that it does not name, however deep. A field that is dropped in silence was a
 * mistake of whoever sent it, or a try to set what is not theirs.
 */
export function strict(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object': {
      const shape = Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, strict(field)]))
      return changed(schema, { shape, catchall: def.catchall ?? z.never() })
    }
    case 'array':
      return changed(schema, { element: strict(def.element) })
    case 'union':
      return changed(schema, { options: def.options.map(strict) })
    case 'optional':
    case 'nullable':
    case 'default':
      return changed(schema, { innerType: strict(def.innerType) })
    case 'string':
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
      return schema
    default:
      throw new Error(`an input of the kind "${def.type}" can not be made strict yet`)
  }
}

const changed = (schema: z.core.$ZodType, parts: object): z.core.$ZodType =>
  z.clone(schema, { ...schema._zod.def, ...parts })
