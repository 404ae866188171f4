import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestServer, refusedWith } from '../testing.ts'

test('style templates are kept, counted at each use, listed by use, and are nobody else’s', async () => {
  await using server = await createTestServer()
  const { client } = server.owner
  const names = ['Noir', 'Ink', 'Chalk']
  const made = []
  for (const name of names)
    made.push(await client.createTemplate({ body: { name, prompt: 'hard light', parameters: { steps: 20, guidance: 3.5 } } }))
  const ink = { id: made[1]?.id as string }
  await Promise.all(Array.from({ length: 10 }, () => client.useTemplate({ params: ink })))
  const used = await client.useTemplate({ params: ink })
  assert.deepEqual([used.uses, used.parameters], [11, { steps: 20, guidance: 3.5 }])
  const first = await client.listTemplates({ query: { limit: 2 } })
  const second = await client.listTemplates({ query: { limit: 2, cursor: first.nextCursor as string } })
  assert.deepEqual(
    [...first.items, ...second.items].map(({ name }) => name),
    ['Ink', 'Chalk', 'Noir'],
  )
  const changed = await client.updateTemplate({ params: ink, body: { name: 'Wash', parameters: { steps: 8 } } })
  assert.deepEqual([changed.name, changed.prompt, changed.parameters], ['Wash', 'hard light', { steps: 8 }])
  const other = await server.account('other')
  await refusedWith('not-found', other.client.getTemplate({ params: ink }))
  await refusedWith('not-found', other.client.useTemplate({ params: ink }))
  await client.deleteTemplate({ params: ink })
  await refusedWith('not-found', client.getTemplate({ params: ink }))
})
