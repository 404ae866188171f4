import assert from 'node:assert/strict'
import { type Client, type Contract, contract, createClient, ProblemError } from '@storycanvas/api'
import type { House } from './server.ts'

export type StudioClient = Client<Contract>

/** Makes the owner and gives a client that outlives every restart: its key is kept in the database. */
export async function enter(house: House): Promise<{ client: StudioClient; key: string }> {
  const connection = { baseUrl: house.origin, accessToken: (): string | null => null }
  const tokens = await createClient(contract, connection).register({
    body: { email: 'owner@example.org', name: 'Owner', password: 'a long enough password' },
  })
  const session = createClient(contract, { ...connection, accessToken: () => tokens.accessToken })
  const { key } = await session.createApiKey({ body: { name: 'crash', scope: 'write' } })
  return { client: clientOf(house, key), key }
}

/** A client with an API key. */
export const clientOf = (house: House, key: string): StudioClient =>
  createClient(contract, { baseUrl: house.origin, accessToken: () => key })

/** A project with one scene of short panels. */
export async function newBoard(client: StudioClient, descriptions: string[]) {
  const { id: projectId } = await client.createProject({ body: { name: 'The last reel' } })
  const chapter = await client.createChapter({ params: { id: projectId }, body: { title: 'One' } })
  const { id: sceneId } = await client.createScene({ body: { chapterId: chapter.id, heading: 'INT. PROJECTION ROOM - NIGHT' } })
  const panelIds: string[] = []
  for (const description of descriptions)
    panelIds.push((await client.createPanel({ params: { id: sceneId }, body: { description, durationMs: 400 } })).id)
  return { projectId, sceneId, panelIds }
}

/** Asks again with the same key until there is an answer, as a careful client does; gives it, or the refusal. */
export async function insist<T>(ask: () => Promise<T>): Promise<T | ProblemError> {
  const deadline = performance.now() + 90_000
  for (;;) {
    assert.ok(performance.now() < deadline, 'no answer within 90 s')
    try {
      return await ask()
    } catch (error) {
      if (error instanceof ProblemError && !['in-progress', 'unavailable'].includes(error.problem.code)) return error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

/** As if more than a minute had passed since the requests that a dead server left unanswered. */
export async function giveUpUnanswered(house: House): Promise<void> {
  await house.query(`update idempotency_key set created_at = created_at - interval '61 seconds' where status is null`)
}
