import type { TimelineChange } from '@storycanvas/api'
import type { Change, Clip, Timeline } from '@storycanvas/timeline'
import type { Database } from '../../platform/database/database.ts'
import { sourceInFrameOf } from '../edits/cut-model.ts'
import type { Homecoming } from './come-home.ts'
import type { DocumentReader } from './read-document.ts'
import { readPresent } from './read-present.ts'

export type Asked = { projectId: string; accountId: string; fileName: string; text: string }

/** What an editor has done in a document, against the cut as it stands. Nothing is changed. */
export async function compareTimeline(database: Database, read: DocumentReader, asked: Asked, signal: AbortSignal) {
  const { projectId, accountId, fileName, text } = asked
  const { revision, ...here } = await readPresent(database, projectId, accountId)
  const home = await read(accountId, { fileName, text, ...here }, signal)
  return { format: home.format, changes: changesOf(home, here.present), notes: home.notes, revision }
}

type Where = { clip: Clip; track: string }

/** The changes as a page shows them: with the panel and the scene that they concern, and both places. */
function changesOf({ before, after, changes }: Homecoming, present: Timeline): TimelineChange[] {
  const [old, now, all] = [placesOf(before), placesOf(after), placesOf(present)]
  // What is held at the end of a video is no row of its own.
  const rows = new Map([...all].filter(([id]) => !id.endsWith(':held')))
  const [joinedOld, joinedNow] = [outgoingOf(before), outgoingOf(after)]
  const clipOf = ({ kind, before: oldId, after: newId }: Change): Where | undefined => {
    if (kind === 'marker') return undefined
    if (kind === 'transition') return now.get(joinedNow.get(newId ?? '') ?? '') ?? old.get(joinedOld.get(oldId ?? '') ?? '')
    return now.get(newId ?? '') ?? old.get(oldId ?? '')
  }
  const scenes = new Map(
    [...rows.values()].flatMap(({ clip: { metadata } }) =>
      metadata['panelId'] ? [[metadata['panelId'], metadata['sceneId']]] : [],
    ),
  )
  return changes.map(change => {
    const isClip = change.kind !== 'marker' && change.kind !== 'transition'
    const where = clipOf(change)
    const row = rows.get((isClip ? change.before : where?.clip.id) ?? '')
    const given = (name: string) => asId(row?.clip.metadata[name] ?? where?.clip.metadata[name])
    const panelId = given('panelId')
    return {
      id: change.id,
      kind: change.kind,
      clipId: row?.clip.id ?? null,
      panelId,
      sceneId: given('sceneId') ?? asId(scenes.get(panelId ?? '')),
      name: change.name,
      startFrame: change.frames.start,
      durationFrames: change.frames.duration,
      sentence: change.sentence,
      before: isClip ? placeOf(old.get(change.before ?? '')) : null,
      after: isClip ? placeOf(now.get(change.after ?? '')) : null,
    }
  })
}

/** The clip in front of each transition. */
const outgoingOf = ({ tracks }: Timeline): Map<string, string | undefined> =>
  new Map(
    tracks.flatMap(({ clips, transitions }) => {
      const ending = new Map(clips.map(clip => [clip.start + clip.duration, clip.id]))
      return transitions.map(({ id, cut }) => [id, ending.get(cut)] as const)
    }),
  )

const asId = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const placesOf = ({ tracks }: Timeline): Map<string, Where> =>
  new Map(tracks.flatMap(({ id, clips }) => clips.map(clip => [clip.id, { clip, track: id }] as const)))

const placeOf = (where: Where | undefined): TimelineChange['before'] =>
  where
    ? {
        track: where.track,
        startFrame: where.clip.start,
        durationFrames: where.clip.duration,
        sourceInFrame: Math.max(0, sourceInFrameOf(where.clip)),
      }
    : null
