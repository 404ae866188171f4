import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestServer, refusedWith } from '../testing.ts'
import { openKey } from './keys.ts'

test('a key is written and never read back, sealed for its owner and its host', async () => {
  await using server = await createTestServer()
  const { owner, context } = server
  const body = { key: 'sk-very-secret' }
  const stored = await owner.client.setProviderKey({ params: { provider: 'openai' }, body })
  assert.equal(stored.baseUrl, 'https://api.openai.com/v1')
  assert.ok(!JSON.stringify(await owner.client.listProviderKeys()).includes('secret'))
  assert.deepEqual(await openKey(context, owner.id, 'openai'), { key: 'sk-very-secret', baseUrl: 'https://api.openai.com/v1' })
  const row = await context.database.selectFrom('providerKey').selectAll().executeTakeFirstOrThrow()
  assert.ok(!JSON.stringify(row).includes('sk-very'))
  await context.database.updateTable('providerKey').set({ baseUrl: 'https://evil.example/v1' }).execute()
  await assert.rejects(openKey(context, owner.id, 'openai'), /cannot-open/)
  const other = await server.account('other')
  assert.deepEqual((await other.client.listProviderKeys()).items, [])
  const wrong = { key: 'k', baseUrl: 'file:///etc/passwd' }
  for (const call of [
    owner.client.setProviderKey({ params: { provider: 'openai' }, body: wrong }),
    owner.client.setProviderKey({ params: { provider: 'openai-video' }, body }),
  ])
    assert.equal((await refusedWith('invalid-request', call)).errors[0]?.field, 'baseUrl')
  await owner.client.deleteProviderKey({ params: { provider: 'openai' } })
  assert.equal(await openKey(context, owner.id, 'openai'), null)
})
