import fastJsonStringify from 'fast-json-stringify'
import { z } from 'zod'

type Schema = { [key: string]: unknown }

/**
 * Compiles a writer from the contract's schema. It is cheaper than checking replies, and a field that the contract does
 * not name never leaves the server.
 */
export function replyWriter(schema: z.ZodType): (value: unknown) => string {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { target: 'draft-7', io: 'output', unrepresentable: 'any' })
  return fastJsonStringify(nullableInstead(plain) as Parameters<typeof fastJsonStringify>[0])
}

/** `anyOf` with null costs a validation for each value; fast-json-stringify knows `nullable` for nothing. */
function nullableInstead(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(nullableInstead)
  if (typeof node !== 'object' || node === null) return node
  const { examples: _, pattern: __, default: ___, ...rest } = node as Schema
  const choices = rest.anyOf as Schema[] | undefined
  const [value, ...others] = choices?.filter(choice => choice.type !== 'null') ?? []
  if (choices?.length === 2 && value && others.length === 0) {
    const { anyOf: _, ...siblings } = rest
    return { ...siblings, ...(nullableInstead(value) as Schema), nullable: true }
  }
  return Object.fromEntries(
    Object.entries(rest).map(([key, inner]) => {
      if (key === 'enum' || key === 'required') return [key, inner]
      return [key, named.has(key) ? ofEach(inner as Schema) : nullableInstead(inner)]
    }),
  )
}

/** Below these stand names that the contract gives, which may be those of keywords of JSON Schema: a field called `default`. */
const named = new Set(['properties', 'patternProperties', 'definitions', '$defs'])

const ofEach = (schemas: Schema) => Object.fromEntries(Object.entries(schemas).map(([name, one]) => [name, nullableInstead(one)]))
