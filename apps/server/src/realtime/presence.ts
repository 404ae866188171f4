import type { PlaceOfPerson, RealtimeEvent } from '@storycanvas/api'
import { v7 as uuid } from 'uuid'
import { notify, projectTopic } from '../platform/bus/publish.ts'
import type { Database } from '../platform/database/database.ts'
import type { AccountActor } from '../platform/policy/actor.ts'

const answersEveryMs = 1000

/**
 * Where the person of one line is, told to the others of each project that they are in. Nothing of it is stored: who comes
 * in asks, and everybody there says once more where they are; each beat says it again, so that who vanished runs out.
 */
export function createPresence(database: Database, actor: AccountActor, onError: (error: unknown) => void) {
  const line = uuid()
  /** Projects in which somebody who asked has just been answered, and whether others have asked since. */
  const answered = new Map<string, boolean>()
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

  /** Whoever asks is answered, and all that ask within a second together: else one who comes and goes would set everybody talking. */
  const answer = async (projectId: string): Promise<void> => {
    if (answered.has(projectId)) return void answered.set(projectId, true)
    answered.set(projectId, false)
    setTimeout(() => {
      const isAskedAgain = answered.get(projectId)
      answered.delete(projectId)
      if (isAskedAgain) answer(projectId).catch(onError)
    }, answersEveryMs).unref()
    const place = places.get(projectId)
    if (place) await tell(projectId, place, false)
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
      if (event.kind === 'here' && event.asks && places.has(event.projectId)) await answer(event.projectId)
    },
    isOwn: (event: RealtimeEvent) => event.kind === 'here' && event.line === line,
  }
}

async function nameOf(database: Database, accountId: string) {
  const row = await database.selectFrom('account').select('name').where('id', '=', accountId).executeTakeFirst()
  return row?.name ?? ''
}
