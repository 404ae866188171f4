import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { makeObjects } from '../doors/objects.ts'
import { addMember, createTestServer, refusedWith, type TestServer } from '../testing.ts'
import { purgeProjects } from './purge.ts'

describe('a project that is deleted for good', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer()
  })
  after(() => server[Symbol.asyncDispose]())

  /** Tables with rows of a project: whoever adds a table that refers to projects has to think of the purge. */
  async function tablesWith(projectId: string): Promise<string[]> {
    const { database } = server.context
    const { rows } = await sql<{ tableName: string }>`
      select table_name from information_schema.columns
      where column_name = 'project_id' and table_schema = 'public'`.execute(database)
    const found: string[] = []
    for (const { tableName } of rows) {
      const some = await sql`select from ${sql.table(tableName)} where project_id = ${projectId} limit 1`.execute(database)
      if (some.rows.length > 0) found.push(tableName)
    }
    return found
  }

  test('takes everything along but what was published from it', async () => {
    const { client } = server.owner
    const { project, panel, take, video, render, generation } = await makeObjects(server, server.owner)
    const { database } = server.context
    await client.createComment({ params: { id: project }, body: { target: { kind: 'panel', id: panel }, text: 'Brighter?' } })
    await sql`update video set render_id = ${render} where id = ${video}`.execute(database)
    await sql`insert into hosted_attempt (generation_id, id, state) values (${generation}, ${generation}, 'submitted')`.execute(
      database,
    )
    await refusedWith('not-possible-now', client.purgeProject({ params: { id: project } }))
    await client.deleteProject({ params: { id: project } })
    assert.ok((await tablesWith(project)).length > 8)
    await client.purgeProject({ params: { id: project } })
    assert.deepEqual(await tablesWith(project), [])
    const uses = await database.selectFrom('blobUse').select('hash').where('ownerId', '=', take).execute()
    assert.deepEqual(uses, [])
    assert.equal((await client.getVideo({ params: { id: video } })).id, video)
    await refusedWith('not-found', client.restoreProject({ params: { id: project } }))
  })

  test('is its owner’s to delete, and waits for what is at work', async () => {
    const { client } = server.owner
    const { id } = await client.createProject({ body: { name: 'Busy' } })
    const editor = await server.account('editor')
    await addMember(server, id, editor, 'editor')
    await client.deleteProject({ params: { id } })
    await refusedWith('forbidden', editor.client.purgeProject({ params: { id } }))
    await sql`insert into job (id, kind, title, state, max_attempts, input, project_id, owner_id)
      values (gen_random_uuid(), 'render', 'Busy', 'running', 1, '{}', ${id}, ${server.owner.id})`.execute(
      server.context.database,
    )
    await refusedWith('not-possible-now', client.purgeProject({ params: { id } }))
    assert.equal((await client.restoreProject({ params: { id } })).name, 'Busy')
  })

  test('comes by itself for what lay in the trash for long enough', async () => {
    const { client } = server.owner
    const { database } = server.context
    const [old, fresh] = [
      await client.createProject({ body: { name: 'Old' } }),
      await client.createProject({ body: { name: 'New' } }),
    ]
    for (const { id } of [old, fresh]) await client.deleteProject({ params: { id } })
    await database.updateTable('project').set({ deletedAt: '2026-01-01T00:00:00Z' }).where('id', '=', old.id).execute()
    assert.equal(await purgeProjects(server.context, 30), 1)
    await refusedWith('not-found', client.restoreProject({ params: { id: old.id } }))
    await client.restoreProject({ params: { id: fresh.id } })
  })
})
