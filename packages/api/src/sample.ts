export type JsonSchema = { [key: string]: unknown }

/** A value that the schema accepts, for documents and tests: the first example, default or choice of each field. */
export function sampleOf(schema: JsonSchema): unknown {
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0]
  if ('default' in schema) return schema.default
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (choices?.[0]) return sampleOf(choices[0])
  if (Array.isArray(schema.allOf)) return sampleOf(schema.allOf[0] as JsonSchema)
  return sampleOfType(schema)
}

function sampleOfType(schema: JsonSchema): unknown {
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
      return Object.fromEntries(properties.map(([name, property]) => [name, sampleOf(property)]))
    }
    case 'array':
      return schema.items ? [sampleOf(schema.items as JsonSchema)] : []
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 0), Number(schema.exclusiveMinimum ?? -1) + 1)
    case 'boolean':
      return false
    case 'null':
      return null
    default:
      return 'text'.padEnd(Number(schema.minLength ?? 0), ' text').slice(0, Number(schema.maxLength ?? 1000))
  }
}
