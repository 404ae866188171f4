import type { PlaceOfPerson, RealtimeEvent } from '@storycanvas/api'
import { v7 as uuid } from 'uuid'
import { notify, projectTopic } from '../platform/bus/publish.ts'
import type { Database } from '../platform/database/database.ts'
import type { AccountActor } from '../platform/policy/actor.ts'

/**
 * Where the person of one line is, told to the others of each project that they are in. Nothing of it is stored: who comes
 * in asks, and everybody there says once more where they are; each beat says it again, so that who vanished runs out.
 */
export function createPresence(database: Database, actor: AccountActor) {
  const line = uuid()
  const places = new Map<string, PlaceOfPerson>()
  let name: string | null = null

  async function tell(projectId: string, place: PlaceOfPerson | null, asks: boolean) {
    name ??= await nameOf(database, actor.id)
    const event = { kind: 'here', projectId, line, accountId: actor.id, name, place, asks } as const
    await notify(database, { kind: 'passing', topic: projectTopic(projectId), event })
  }

  async function leave(projectId: string) {
    if (places.delete(projectId)) await tell(projectId, null, false)
  }

  return {
    async here(projectId: string, place: PlaceOfPerson) {
      const asks = !places.has(projectId)
      places.set(projectId, place)
      await tell(projectId, place, asks)
    },
    left: (topic: string) => leave(topic.replace('project:', '')),
    async gone() {
      for (const projectId of [...places.keys()]) await leave(projectId)
    },
    async beat() {
      for (const [projectId, place] of places) await tell(projectId, place, false)
    },
    /** Somebody came in and wants to know who is here. */
    async heard(event: RealtimeEvent) {
      if (event.kind !== 'here' || !event.asks) return
      const place = places.get(event.projectId)
      if (place) await tell(event.projectId, place, false)
    },
    isOwn: (event: RealtimeEvent) => event.kind === 'here' && event.line === line,
  }
}

async function nameOf(database: Database, accountId: string) {
  const row = await database.selectFrom('account').select('name').where('id', '=', accountId).executeTakeFirst()
  return row?.name ?? ''
}
