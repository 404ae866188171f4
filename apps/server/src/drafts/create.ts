import type { DraftTarget } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Database, Reader } from '../platform/database/database.ts'
import { invalidField } from '../platform/http/problem.ts'

type Proposal = { text: string; note: string } | { takeId: string; note: string }
type NewDraft = { projectId: string; title: string; target: DraftTarget; candidates: Proposal[] }

/** Lays candidates before those who choose. Returns the id of the draft. */
export function createDraft(database: Database, { projectId, title, target, candidates }: NewDraft): Promise<string> {
  return database.transaction().execute(async tx => {
    await requireTarget(tx, projectId, target)
    await requireCandidates(tx, target, candidates)
    const id = uuid()
    const stored = candidates.map(({ note, ...proposal }) => ({ id: uuid(), text: null, takeId: null, ...proposal, note }))
    await tx
      .insertInto('draft')
      .values({
        ...{ id, projectId, title, targetKind: target.kind, targetId: target.id, field: target.field },
        ...{ candidates: JSON.stringify(stored), chosenCandidateId: null, chosenAt: null },
      })
      .execute()
    await publish(tx, [projectTopic(projectId)], changed('draft', id, projectId))
    return id
  })
}

async function requireTarget(database: Reader, projectId: string, { kind, id }: DraftTarget): Promise<void> {
  const found = await database
    .selectFrom(kind)
    .select('id')
    .where('id', '=', id)
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!found) throw invalidField('target.id', `is no ${kind} of this project`)
}

async function requireCandidates(database: Reader, target: DraftTarget, candidates: readonly Proposal[]): Promise<void> {
  const wantsTakes = target.field === 'take'
  const odd = candidates.findIndex(candidate => 'takeId' in candidate !== wantsTakes)
  if (odd >= 0) throw invalidField(`candidates.${odd}`, wantsTakes ? 'must name a take' : 'must be a text')
  const takeIds = candidates.flatMap(candidate => ('takeId' in candidate ? candidate.takeId.toLowerCase() : []))
  if (takeIds.length === 0) return
  const takes = await database
    .selectFrom('take')
    .select('id')
    .where(sql<boolean>`id = any(${takeIds}::uuid[])`)
    .where('panelId', '=', target.id)
    .where('deletedAt', 'is', null)
    .execute()
  const known = new Set(takes.map(({ id }) => id))
  const stranger = takeIds.findIndex(id => !known.has(id))
  if (stranger >= 0) throw invalidField(`candidates.${stranger}.takeId`, 'is no take of this panel')
}
