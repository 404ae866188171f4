import type { TimelineStep } from '@storycanvas/api'
import { type Change, type Clip, takeChanges, type Timeline } from '@storycanvas/timeline'
import { v7 as uuid } from 'uuid'
import type { Database } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import { changeCut } from '../cut/change-cut.ts'
import { writeStep } from '../edits/write-step.ts'
import type { Asked } from './compare.ts'
import type { DocumentReader } from './read-document.ts'
import { readPresent } from './read-present.ts'

type Wish = Asked & { revision: number; take: 'all' | readonly string[] }
export type Skip = { id: string; reason: string }

/**
 * Takes changes of a document over as one step that can be undone. Those that cannot be made without others are left, each
 * with its reason.
 */
export async function takeTimelineChanges(
  database: Database,
  read: DocumentReader,
  { projectId, accountId, fileName, text, revision, take }: Wish,
  signal: AbortSignal,
): Promise<TimelineStep & { skipped: Skip[] }> {
  const { revision: present, ...here } = await readPresent(database, projectId, accountId)
  requireSame(revision, present)
  const { before, after, changes } = await read(accountId, { fileName, text, ...here }, signal)
  const known = new Set(changes.map(({ id }) => id))
  const wanted = take === 'all' ? known : new Set(take)
  const label = `Bring home ${fileName}`.slice(0, 200)
  return changeCut(database, projectId, async (tx, settings) => {
    requireSame(revision, settings.revision)
    let skipped: Skip[] = []
    const step = await writeStep(tx, settings, { projectId, accountId, label }, cut => {
      const taken = takeChanges({ present: cut, before, after }, ({ id }) => wanted.has(id), uuid)
      skipped = taken.skipped.map(({ change, reason }) => ({ id: change.id, reason }))
      return inRows(taken.timeline, taken.taken, after, cut)
    })
    const strange = [...wanted].filter(id => !known.has(id)).map(id => ({ id, reason: 'The document holds no such change.' }))
    return { ...step, skipped: [...skipped, ...strange] }
  })
}

function requireSame(asked: number, present: number): void {
  if (asked !== present)
    throw new RequestError('conflict', 'The cut has been changed since the document was compared; compare it again.')
}

/** What rows have to know beside their place: what new and replaced clips show, and fades that are meant as they stand. */
function inRows(timeline: Timeline, taken: readonly Change[], after: Timeline, cut: Timeline): Timeline {
  const shown = new Map(clipsOf(after).map(clip => [clip.id, clip]))
  const replaced = new Map(
    taken.flatMap(({ kind, before, after: id }) => (kind === 'replaced' ? [[before, shown.get(id ?? '')]] : [])),
  )
  const faded = new Set(taken.flatMap(({ kind, before }) => (kind === 'faded' ? [before] : [])))
  const known = new Set(clipsOf(cut).map(({ id }) => id))
  const ofPanel = new Map(clipsOf(cut).map(clip => [clip.metadata['panelId'], clip]))
  const content = ({ metadata: { panelId, mediaId } }: Clip) => {
    const like = panelId === null ? undefined : ofPanel.get(panelId)
    return { panelId, mediaId, sceneId: like?.metadata['sceneId'] ?? null, origin: like?.id ?? null }
  }
  const inRow = (clip: Clip): Clip => {
    const source = known.has(clip.id) ? replaced.get(clip.id) : clip
    const isNew = !known.has(clip.id)
    const automatic = { automaticFadeIn: false, automaticFadeOut: false }
    if (!source && !faded.has(clip.id)) return clip
    return {
      ...clip,
      metadata: {
        ...clip.metadata,
        ...(source ? content(source) : {}),
        ...(isNew || faded.has(clip.id) ? automatic : {}),
      },
    }
  }
  return { ...timeline, tracks: timeline.tracks.map(track => ({ ...track, clips: track.clips.map(inRow) })) }
}

const clipsOf = ({ tracks }: Timeline): Clip[] => tracks.flatMap(({ clips }) => clips)
