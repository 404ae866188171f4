import type { TimelineEdit } from '@storycanvas/api'
import type { Reader } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import type { Actor } from '../../platform/policy/actor.ts'
import { policy } from '../../platform/policy/policy.ts'
import { findObject } from '../../platform/policy/subjects.ts'

/** Whoever puts an uploaded file into the cut must be allowed to see it; everybody of the project sees and hears it then. */
export async function requireVisibleMedia(database: Reader, actor: Actor, edits: readonly TimelineEdit[]): Promise<void> {
  const accountId = actor.kind === 'account' ? actor.id : null
  const asked = new Map(
    edits.flatMap((edit, index) => ('source' in edit && 'mediaId' in edit.source ? [[edit.source.mediaId, index] as const] : [])),
  )
  for (const [mediaId, index] of asked) {
    const found = await findObject(database, 'media', mediaId, accountId)
    const decision = policy(actor, { kind: 'object', action: 'view', subject: found?.subject ?? null }, false)
    if (decision === 'allow') continue
    const field = `edits.${index}`
    const message = 'names an uploaded file that is not there, or that you may not see'
    throw new RequestError('timeline-refused', `Edit ${index + 1} ${message}.`, { errors: [{ field, message }] })
  }
}
