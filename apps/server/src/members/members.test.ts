import { deepEqual, equal, match } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import WebSocket from 'ws'
import { createTestServer, refusedWith, type TestServer } from '../testing.ts'

describe('people of a project', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer()
  })
  after(() => server[Symbol.asyncDispose]())

  const newProject = async () => {
    const { id } = await server.owner.client.createProject({ body: { name: 'The last reel' } })
    return { params: { id } }
  }
  const rolesOf = async (project: { params: { id: string } }) =>
    (await server.owner.client.listMembers(project)).items.map(({ name, role }) => `${name}: ${role}`)

  it('are added by e-mail, get other roles, are taken out and leave', async () => {
    const project = await newProject()
    const { client } = server.owner
    const mara = await server.account('mara')
    await refusedWith('not-found', mara.client.getProject(project))
    await client.addMember({ ...project, body: { email: 'MARA@example.org', role: 'viewer' } })
    equal((await mara.client.getProject(project)).role, 'viewer')
    await refusedWith('forbidden', mara.client.createChapter({ ...project, body: { title: 'Mine' } }))
    await client.changeMember({ params: { ...project.params, accountId: mara.id }, body: { role: 'editor' } })
    await mara.client.createChapter({ ...project, body: { title: 'Mine' } })
    deepEqual(await rolesOf(project), ['owner: owner', 'mara: editor'])
    await refusedWith('forbidden', mara.client.addMember({ ...project, body: { email: 'owner@example.org', role: 'viewer' } }))
    await client.removeMember({ params: { ...project.params, accountId: mara.id }, query: {} })
    await refusedWith('not-found', mara.client.getProject(project))
    await client.addMember({ ...project, body: { email: 'mara@example.org', role: 'commenter' } })
    await mara.client.leaveProject(project)
    deepEqual(await rolesOf(project), ['owner: owner'])
  })

  it('say clearly what cannot be: unknown addresses, members twice, an ownerless project', async () => {
    const project = await newProject()
    const { client, id: accountId } = server.owner
    await server.account('mara')
    const unknown = await refusedWith(
      'invalid-request',
      client.addMember({ ...project, body: { email: 'no@example.org', role: 'editor' } }),
    )
    equal(unknown.errors[0]?.field, 'email')
    await client.addMember({ ...project, body: { email: 'mara@example.org', role: 'viewer' } })
    await refusedWith('already-exists', client.addMember({ ...project, body: { email: 'mara@example.org', role: 'editor' } }))
    await refusedWith('not-possible-now', client.leaveProject(project))
    await refusedWith('not-possible-now', client.removeMember({ params: { ...project.params, accountId }, query: {} }))
    await refusedWith(
      'not-possible-now',
      client.changeMember({ params: { ...project.params, accountId }, body: { role: 'viewer' } }),
    )
    await refusedWith('invalid-request', client.transferProject({ ...project, body: { accountId } }))
  })

  it('hand a project on', async () => {
    const project = await newProject()
    const { client } = server.owner
    const mara = await server.account('mara')
    await refusedWith('invalid-request', client.transferProject({ ...project, body: { accountId: mara.id } }))
    await client.addMember({ ...project, body: { email: 'mara@example.org', role: 'viewer' } })
    await client.transferProject({ ...project, body: { accountId: mara.id } })
    deepEqual(await rolesOf(project), ['mara: owner', 'owner: editor'])
    await refusedWith('forbidden', client.transferProject({ ...project, body: { accountId: server.owner.id } }))
    await client.leaveProject(project)
  })

  it('come in by a link as often as it says', async () => {
    const project = await newProject()
    const { client } = server.owner
    const made = await client.createInvitation({ ...project, body: { role: 'commenter', uses: 1 } })
    match(made.path, /^\/join#inv_/)
    const [first, second] = [await server.account('first'), await server.account('second')]
    const body = { token: made.token }
    const { projectName, role, isMember } = await first.client.readInvitation({ body })
    deepEqual({ projectName, role, isMember }, { projectName: 'The last reel', role: 'commenter', isMember: false })
    const outcomes = await Promise.allSettled([first.client.acceptInvitation({ body }), second.client.acceptInvitation({ body })])
    deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    equal((await client.listInvitations(project)).items.length, 0)
    await refusedWith('not-found', second.client.readInvitation({ body }))
  })

  it('do not come in by a link that was withdrawn, has run out, or is made up; members use nothing up', async () => {
    const project = await newProject()
    const { client } = server.owner
    const late = await server.account('late')
    const make = () => client.createInvitation({ ...project, body: { uses: 2 } })
    const withdrawn = await make()
    await client.revokeInvitation({ params: { ...project.params, invitationId: withdrawn.id } })
    await refusedWith('not-found', late.client.acceptInvitation({ body: { token: withdrawn.token } }))
    const over = await make()
    await server.context.database.deleteFrom('projectInvitation').where('id', '=', over.id).execute()
    await refusedWith('not-found', late.client.acceptInvitation({ body: { token: over.token } }))
    await refusedWith('not-found', late.client.acceptInvitation({ body: { token: 'inv_guessed' } }))
    const open = await make()
    await client.acceptInvitation({ body: { token: open.token } })
    equal((await client.listInvitations(project)).items[0]?.usesLeft, 2)
    await late.client.acceptInvitation({ body: { token: open.token } })
    await late.client.acceptInvitation({ body: { token: open.token } })
    equal((await client.listInvitations(project)).items[0]?.usesLeft, 1)
  })

  it('do not come back by a link once they were taken out, and nobody comes in by one that they had', async () => {
    const project = await newProject()
    const { client } = server.owner
    const [out, other] = [await server.account('out'), await server.account('other')]
    const make = () => client.createInvitation({ ...project, body: { uses: 5 } })
    const [cameBy, open] = [await make(), await make()]
    const accept = (who: typeof out, { token }: { token: string }) => who.client.acceptInvitation({ body: { token } })
    await accept(out, cameBy)
    await client.removeMember({ params: { ...project.params, accountId: out.id }, query: {} })
    for (const link of [cameBy, open]) await refusedWith('not-found', accept(out, link))
    await refusedWith('not-found', accept(other, cameBy))
    await accept(other, open)
    await other.client.leaveProject(project)
    await accept(other, open)
    await accept(out, await make())
    deepEqual(await rolesOf(project), ['owner: owner', 'other: editor', 'out: editor'])
  })

  it('who owned a project and was taken out left no way in behind', async () => {
    const project = await newProject()
    const { client } = server.owner
    const heir = await server.account('heir')
    await client.addMember({ ...project, body: { email: 'heir@example.org', role: 'editor' } })
    const { token } = await client.createInvitation({ ...project, body: { uses: 5 } })
    await client.transferProject({ ...project, body: { accountId: heir.id } })
    await heir.client.removeMember({ params: { ...project.params, accountId: server.owner.id }, query: {} })
    await refusedWith('not-found', (await server.account('friend')).client.readInvitation({ body: { token } }))
  })

  it('who was taken out comes back under no second account where the links that were open ended with it', async () => {
    const { client } = server.owner
    const [first, second] = [await server.account('first'), await server.account('second-of-first')]
    for (const withdrawInvitations of ['false', 'true'] as const) {
      const project = await newProject()
      await client.addMember({ ...project, body: { email: 'first@example.org', role: 'viewer' } })
      const { token } = await client.createInvitation({ ...project, body: { uses: 5 } })
      await client.removeMember({ params: { ...project.params, accountId: first.id }, query: { withdrawInvitations } })
      equal((await client.listInvitations(project)).items.length, withdrawInvitations === 'true' ? 0 : 1)
      const asked = second.client.acceptInvitation({ body: { token } })
      await (withdrawInvitations === 'true' ? refusedWith('not-found', asked) : asked)
    }
  })

  it('hear nothing more of a project on the line they have open once they are out', async () => {
    const project = await newProject()
    const { client } = server.owner
    const gone = await server.account('gone')
    await client.addMember({ ...project, body: { email: 'gone@example.org', role: 'viewer' } })
    const { ticket } = await gone.client.createRealtimeTicket()
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
    await once(socket, 'open')
    const topic = `project:${project.params.id}`
    const next = async () => JSON.parse(String((await once(socket, 'message'))[0])) as { type: string }
    socket.send(JSON.stringify({ type: 'subscribe', topic }))
    equal((await next()).type, 'subscribed')
    const frames: string[] = []
    socket.on('message', (data: Buffer) => frames.push((JSON.parse(data.toString('utf8')) as { type: string }).type))
    await client.removeMember({ params: { ...project.params, accountId: gone.id }, query: {} })
    while (!frames.includes('refused')) await once(socket, 'message')
    const heard = frames.length
    await client.createChapter({ ...project, body: { title: 'Without you' } })
    socket.send(JSON.stringify({ type: 'ping' }))
    while (!frames.includes('pong')) await once(socket, 'message')
    deepEqual(frames.slice(heard), ['pong'])
    socket.close()
  })

  it('are not told of their own jobs in a project once they are out, by list, line or webhook', async () => {
    const project = await newProject()
    const projectId = project.params.id
    const { client } = server.owner
    const asker = await server.account('asker')
    await client.addMember({ ...project, body: { email: 'asker@example.org', role: 'editor' } })
    await asker.client.createWebhook({ body: { url: 'https://hooks.example.org', events: ['job.queued', 'job.cancelled'] } })
    const { database } = server.context
    const job = {
      id: randomUUID(),
      kind: 'generate',
      title: 'Draw a secret',
      state: 'running' as const,
      maxAttempts: 1,
      input: '{}',
    }
    await database
      .insertInto('job')
      .values({ ...job, projectId, ownerId: asker.id, targetKind: null, targetId: null, priority: 0, pooled: true })
      .execute()
    equal((await asker.client.listJobs({ query: {} })).items.length, 1)
    await client.removeMember({ params: { ...project.params, accountId: asker.id }, query: {} })
    deepEqual((await asker.client.listJobs({ query: {} })).items, [])
    equal((await asker.client.getQueueStatus()).running, 0)
    await client.cancelJob({ params: { id: job.id } })
    const heard = await database.selectFrom('event').select('payload').where('topic', '=', `user:${asker.id}`).execute()
    deepEqual(
      heard.filter(({ payload }) => payload.kind === 'job'),
      [],
    )
    deepEqual(await database.selectFrom('webhookDelivery').select('event').execute(), [])
  })
})
