import type { ObjectKind, ProjectRole } from '@storycanvas/api'
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../database/database.ts'
import type { Subject } from './policy.ts'

/** The object that a call names: what the policy weighs, and the project it lies in. */
export type FoundObject = { subject: Subject; projectId: string | null; projectRole: ProjectRole | null }

type Row = {
  projectId: string | null
  ownerId: string | null
  role: ProjectRole | null
  visibility: 'public' | 'unlisted' | 'private' | null
  deleted: boolean
  /** Of an uploaded file: it plays in a project of the account. */
  shared?: boolean
}

/** Tables whose rows lie in a project and carry its id. A thing in a deleted project counts as deleted. */
const inProject: Partial<Record<ObjectKind, string>> = {
  instruction: 'instruction',
  chapter: 'chapter',
  scene: 'scene',
  panel: 'panel',
  clip: 'clip',
  character: 'character',
  location: 'location',
  draft: 'draft',
  take: 'take',
  'take-branch': 'take_branch',
  generation: 'generation',
  'generation-batch': 'generation_batch',
  render: 'render',
}

/** Tables whose rows belong to one account. */
const personal = {
  'pull-worker': 'pull_worker',
  'style-template': 'style_template',
  webhook: 'webhook',
  asset: 'asset',
  'project-template': 'project_template',
} as const

/** One query: the object, its project and the account's role there. Null where nothing has this id. */
export async function findObject(
  database: Reader,
  kind: ObjectKind,
  id: string,
  accountId: string | null,
): Promise<FoundObject | null> {
  const { rows } = await lookUp(kind, id, accountId).execute(database)
  const row = rows[0]
  return row ? { subject: subjectOf(kind, row), projectId: row.projectId, projectRole: row.role } : null
}

/** The same for many videos at once; those that are not there are left out. */
export async function videoSubjects(
  database: Reader,
  ids: readonly string[],
  accountId: string | null,
): Promise<Map<string, Subject>> {
  const { rows } = await videosLookedUp(ids, accountId).execute(database)
  return new Map(rows.map(row => [row.id, subjectOf('video', row)]))
}

const videosLookedUp = (ids: readonly string[], accountId: string | null) =>
  sql<Row & { id: string }>`select o.id, p.id as project_id, o.owner_id, m.role, o.visibility, o.deleted_at is not null as deleted
    from video o left join project p on p.id = o.project_id
      left join project_member m on m.project_id = p.id and m.account_id = ${accountId}
    where o.id = any(${ids}::uuid[])`

function lookUp(kind: ObjectKind, id: string, accountId: string | null): RawBuilder<Row> {
  const member = sql`left join project_member m on m.project_id = p.id and m.account_id = ${accountId}`
  const table = inProject[kind]
  if (table)
    return sql<Row>`select p.id as project_id, null as owner_id, m.role, null as visibility,
        (o.deleted_at is not null or p.deleted_at is not null) as deleted
      from ${sql.table(table)} o join project p on p.id = o.project_id ${member} where o.id = ${id}`
  switch (kind) {
    case 'project':
      return sql<Row>`select p.id as project_id, null as owner_id, m.role, null as visibility, p.deleted_at is not null as deleted
        from project p ${member} where p.id = ${id}`
    case 'video':
      return videosLookedUp([id], accountId)
    case 'job':
      return sql<Row>`select p.id as project_id, o.owner_id, m.role, null as visibility,
          (o.deleted_at is not null or p.deleted_at is not null) as deleted
        from job o left join project p on p.id = o.project_id ${member} where o.id = ${id}`
    case 'pull-worker':
    case 'style-template':
    case 'webhook':
    case 'asset':
    case 'project-template':
      return sql<Row>`select null as project_id, o.owner_id, null as role, null as visibility, o.deleted_at is not null as deleted
        from ${sql.table(personal[kind])} o where o.id = ${id}`
    case 'media':
      // Whoever may see a cut that plays the file, or a cast that goes by it, sees and hears it there, and needs its wave.
      return sql<Row>`select null as project_id, o.owner_id, null as role, null as visibility, o.deleted_at is not null as deleted,
          exists (select from project p join project_member m on m.project_id = p.id and m.account_id = ${accountId}
            where p.deleted_at is null and p.id in (
              select project_id from clip where media_id = o.id and deleted_at is null
              union all select project_id from character where reference_ids @> array[o.id] and deleted_at is null
              union all select project_id from location where reference_ids @> array[o.id] and deleted_at is null)) as shared
        from media_file o where o.id = ${id}`
    default:
      throw new Error(`Nobody has said how to find a ${kind}.`)
  }
}

function subjectOf(kind: ObjectKind, { projectId, ownerId, role, visibility, deleted, shared = false }: Row): Subject {
  if (kind === 'video') return { kind: 'video', ownerId: ownerId ?? '', role, visibility: visibility ?? 'private', deleted }
  if (projectId) return { kind: 'in-project', role, deleted }
  return { kind: 'personal', ownerId: ownerId ?? '', shared, deleted }
}
