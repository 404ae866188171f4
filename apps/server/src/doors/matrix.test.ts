import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Access, contract, kindsOfObject, type ObjectKind, type Problem, type Route } from '@storycanvas/api'
import type { FastifyInstance } from 'fastify'
import { createAuthenticator } from '../accounts/authenticate.ts'
import { createApp } from '../platform/http/app.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { RequestError } from '../platform/http/problem.ts'
import { type Door, serve } from '../platform/http/serve.ts'
import { addMember, createTestServer, type TestServer } from '../testing.ts'
import { deleteObjects, makeObjects, nothing, type Objects } from './objects.ts'
import { type Operation, operations, sampleRequest } from './requests.ts'

const people = [
  'nobody',
  'bad token',
  'outsider',
  'viewer',
  'commenter',
  'editor',
  'owner',
  'reading key',
  'other owner',
  'operator',
] as const
type Person = (typeof people)[number]
const whose = ['own', 'deleted', 'foreign', 'missing'] as const
type Whose = (typeof whose)[number]

/** What each role of a project may do; written down here a second time on purpose. */
const may: Partial<Record<Person, readonly string[]>> = {
  viewer: ['view'],
  commenter: ['view', 'comment'],
  editor: ['view', 'comment', 'edit'],
  owner: ['view', 'comment', 'edit', 'manage'],
  'reading key': ['view', 'comment', 'edit', 'manage'],
}

type Outcome = 'let through' | 401 | 403 | 404

function expected(person: Person, { access, method }: Route, which: Whose): Outcome {
  if (person === 'bad token') return 401
  if (access.kind === 'anyone') return 'let through'
  if (person === 'nobody') return 401
  if (person === 'reading key' && method !== 'GET') return 403
  if (access.kind === 'account') return 'let through'
  if (access.kind === 'role') return person === 'operator' ? 'let through' : 403
  return onObject(person, access, which)
}

function onObject(
  person: Person,
  { object, action, includeDeleted }: Extract<Access, { kind: 'object' }>,
  which: Whose,
): Outcome {
  if (which === 'missing') return 404
  if (which === 'foreign') return person === 'other owner' ? 'let through' : 404
  // A file that a person brought along, or a worker, is nobody else's, whatever projects they share.
  const rights =
    typeof object === 'string' && isPersonal(object) && person !== 'owner' && person !== 'reading key' ? undefined : may[person]
  if (!rights || (which === 'deleted' && !includeDeleted)) return 404
  return rights.includes(action) ? 'let through' : 403
}

/** Every operation, once for each kind of object that it can be about. */
const doors = operations.flatMap(([operation, route]): [Operation, Route, ObjectKind | null][] =>
  route.access.kind === 'object' ? kindsOfObject(route.access).map(kind => [operation, route, kind]) : [[operation, route, null]],
)

const isPersonal = (object: ObjectKind) =>
  ['media', 'pull-worker', 'style-template', 'webhook', 'asset', 'project-template'].includes(object)

describe('who may call what', () => {
  let server: TestServer
  let app: FastifyInstance
  let objects: Record<Whose, Objects>
  const credentials = new Map<Person, string>()

  before(async () => {
    server = await createTestServer()
    const [owner, other] = [await server.account('project-owner'), await server.account('other-owner')]
    const own = await makeObjects(server, owner)
    const deleted = await makeObjects(server, owner)
    const foreign = await makeObjects(server, other)
    for (const role of ['viewer', 'commenter', 'editor'] as const) {
      const account = await server.account(role)
      for (const { project } of [own, deleted]) await addMember(server, project, account, role)
      credentials.set(role, account.tokens.accessToken)
    }
    await deleteObjects(server, deleted)
    objects = { own, deleted, foreign, missing: nothing(own) }
    credentials.set('bad token', `${owner.tokens.accessToken.slice(0, -4)}AAAA`)
    credentials.set('outsider', (await server.account('outsider')).tokens.accessToken)
    credentials.set('owner', owner.tokens.accessToken)
    credentials.set('reading key', (await owner.client.createApiKey({ body: { name: 'reader', scope: 'read' } })).key)
    credentials.set('other owner', other.tokens.accessToken)
    credentials.set('operator', server.owner.tokens.accessToken)
    app = await openDoor(server)
  })
  after(async () => {
    await app.close()
    await server[Symbol.asyncDispose]()
  })

  async function ask(person: Person, operation: Operation, which: Whose, kind: ObjectKind | null) {
    const object = kind && { kind, id: objects[which][kind] }
    const { method, path, headers, body } = sampleRequest(operation, object)
    const token = credentials.get(person)
    const multipart = body instanceof FormData ? await encoded(body) : null
    const reply = await app.inject({
      method: method as 'GET',
      url: path,
      headers: { ...headers, ...multipart?.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(multipart ? { payload: multipart.payload } : typeof body === 'string' ? { payload: body } : {}),
    })
    const problem = reply.json<Problem>()
    return { status: problem.detail === reached ? ('let through' as const) : reply.statusCode, problem }
  }

  test('every cell of routes × people × objects is as the table has it', async () => {
    const wrong: string[] = []
    let cells = 0
    for (const [operation, route, kind] of doors)
      for (const which of kind ? whose : (['own'] as const))
        await Promise.all(
          people.map(async person => {
            const { status, problem } = await ask(person, operation, which, kind)
            const wanted = expected(person, route, which)
            cells += 1
            if (status !== wanted)
              wrong.push(
                `${operation} ${kind}: ${person} on ${which} gets ${status}, not ${wanted} ${JSON.stringify(problem.errors)}`,
              )
          }),
        )
    assert.deepEqual(wrong, [])
    assert.ok(cells > 2000, `only ${cells} cells`)
  })

  test("another tenant's object and one in the trash look like none at all", async () => {
    for (const [operation, route, kind] of doors.filter(([, { access }]) => access.kind === 'object'))
      for (const which of ['foreign', 'deleted'] as const) {
        if (expected('outsider', route, which) !== 404) continue
        const [there, missing] = await Promise.all([
          ask('outsider', operation, which, kind),
          ask('outsider', operation, 'missing', kind),
        ])
        assert.deepEqual({ ...there.problem, requestId: '' }, { ...missing.problem, requestId: '' }, operation)
      }
  })

  test('every kind of object is guarded by some route, and has been made here', () => {
    const guarded = new Set(doors.flatMap(([, , kind]) => kind ?? []))
    assert.deepEqual([...guarded].sort(), (Object.keys(objects.own) as ObjectKind[]).sort())
  })

  test('the server has no route beside the contract but these', () => {
    const known = new Set(Object.values(contract).map(({ path }: Route) => path))
    // `*` is the answer to the preflight requests of other origins.
    const others = pathsOf(server.app).filter(path => !known.has(path) && path !== '*')
    const expectedOthers = [
      /^\/(livez|readyz|metrics)$/,
      /^\/files\/:grant\/:hash\/:type/,
      /^\/streams\/:grant\/:videoId\/\*$/,
      // tus has methods and headers of its own; an account and its own uploads only, see library/uploads/resumable.
      /^\/api\/v1\/videos\/upload\/resumable(\/:id)?$/,
      /^\/(docs|redoc|openapi\.json)/,
    ]
    assert.deepEqual(
      others.filter(path => !expectedOthers.some(one => one.test(path))),
      [],
    )
  })

  test('a route without a handler, or that does not say who may call it, fails the start', async () => {
    const bare = await createApp(server.context.config, server.context.log)
    const { getProject, ...others } = silentHandlers()
    assert.throws(() => serve(bare, doorOf(server), contract, others as Handlers<typeof contract>), /getProject has no handler/)
    const unsaid = { getProject: { ...contract.getProject, access: undefined } } as unknown as Pick<typeof contract, 'getProject'>
    assert.throws(() => serve(bare, doorOf(server), unsaid, { getProject }), /getProject does not say who may call/)
    await bare.close()
  })
})

const reached = 'The handler was reached.'

/** The real door before handlers that do nothing but say that they were reached. */
async function openDoor(server: TestServer): Promise<FastifyInstance> {
  const app = await createApp(server.context.config, server.context.log)
  serve(app, doorOf(server), withoutLimits(), silentHandlers())
  await app.ready()
  return app
}

/** Ten people call each route four times in a moment, which is not what limits of requests are asked about here. */
const withoutLimits = () =>
  Object.fromEntries(
    Object.entries(contract).map(([name, route]: [string, Route]) => [name, { ...route, limit: undefined }]),
  ) as unknown as typeof contract

const silentHandlers = () =>
  Object.fromEntries(
    Object.keys(contract).map(name => [name, () => Promise.reject(new RequestError('conflict', reached))]),
  ) as unknown as Handlers<typeof contract>

const doorOf = ({ context }: TestServer): Door => ({
  database: context.database,
  vault: context.vault,
  authenticate: createAuthenticator(context, context.ear),
  uploadLimit: () => 1000,
  onAnswer: () => undefined,
})

async function encoded(form: FormData) {
  const request = new Request('http://localhost', { method: 'POST', body: form })
  return {
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  }
}

/** Paths of a Fastify app, out of the tree that it prints: four characters a level, each line one piece of a path. */
function pathsOf(app: FastifyInstance): string[] {
  const pieces: string[] = []
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap(line => {
      const [, indent, piece, methods] = /^(.*?)[├└]── (\S*)( \([A-Z, ]+\))?/.exec(line) ?? []
      if (indent === undefined || piece === undefined) return []
      pieces.splice(indent.length / 4, Number.POSITIVE_INFINITY, piece)
      return methods ? [pieces.join('')] : []
    })
}
