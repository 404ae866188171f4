import { z } from 'zod'
import { sampleOf, type JsonSchema } from './sample.ts'
import { Problem, problems } from './problems.ts'
import { kindsOfObject, type Route, type Routes } from './route.ts'

/** The OpenAPI 3.1 document of a table of routes, with an example of every body and reply. */
export function openapi(title: string, version: string, table: Routes) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, route] of Object.entries(table)) {
    const path = (paths[route.path.replaceAll(/:(\w+)/g, '{$1}')] ??= {})
    path[route.method.toLowerCase()] = operation(operationId, route)
  }
  return {
    openapi: '3.1.0',
    info: {
      title,
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: [
        'Unversioned addresses under `/api/` answer as `/api/v1/`.',
        'Lists are paged by `cursor`; POST takes an `Idempotency-Key`; every answer carries `X-Request-Id`.',
        'Errors are problem documents (RFC 9457) with a stable `code`:',
        ...Object.entries(problems).map(([code, { status, title: meaning }]) => `* \`${code}\` (${status}): ${meaning}.`),
      ].join('\n\n'),
    },
    tags: [...new Set(Object.values(table).map(route => route.group))].map(name => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'Access token or API key' } },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
  }
}

function operation(operationId: string, route: Route) {
  const open = route.access.kind === 'anyone'
  return {
    operationId,
    tags: [route.group],
    summary: route.summary,
    description: describeAccess(route),
    security: open ? [] : [{ bearer: [] }],
    parameters: [
      ...fields(route.params, 'path'),
      ...fields(route.query, 'query'),
      ...(route.method === 'POST'
        ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }]
        : []),
    ],
    ...(route.body ? { requestBody: requestBody(route, route.body) } : {}),
    responses: {
      [route.status ?? 200]: success(route),
      default: {
        description: 'A problem document',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function requestBody(route: Route, body: z.ZodType) {
  const schema = schemaOf(body, 'input')
  if (!route.upload) return { required: true, content: { 'application/json': { schema, example: sampleOf(schema) } } }
  const properties = { ...(schema.properties as object), file: { type: 'string', format: 'binary' } }
  return { required: true, content: { 'multipart/form-data': { schema: { ...schema, properties, required: ['file'] } } } }
}

function success(route: Route) {
  if (route.reply.kind === 'empty') return { description: 'Done' }
  if (route.reply.kind === 'bytes') {
    const content = route.reply.mediaTypes.map(type => [type, { schema: { type: 'string', format: 'binary' } }])
    return { description: 'The file', content: Object.fromEntries(content) }
  }
  const schema = schemaOf(route.reply.schema, 'output')
  return { description: 'Done', content: { 'application/json': { schema, example: sampleOf(schema) } } }
}

function fields(object: z.ZodObject | undefined, place: 'path' | 'query') {
  return Object.entries(object?.shape ?? {}).map(([name, type]) => {
    const schema = schemaOf(type as z.ZodType, 'input')
    return { name, in: place, required: place === 'path' || !z.safeParse(type as z.ZodType, undefined).success, schema }
  })
}

function schemaOf(type: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' })
  return schema
}

function describeAccess({ access }: Route) {
  switch (access.kind) {
    case 'anyone':
      return `Open to everyone: ${access.because}.`
    case 'account':
      return 'Needs an account.'
    case 'role':
      return `Needs the role ${access.role} on this server.`
    case 'object':
      return `Needs the right to ${access.action} the ${kindsOfObject(access).join(' or ')}.`
  }
}
