import type { Client, contract, TimelineEdit } from '../../packages/api/src/index.ts'
import type { Timeline } from '../../packages/timeline/src/index.ts'
import { featureScreenplay } from './feature-screenplay.ts'

/** So many edits go at once. */
const mostEdits = 500

export type LongCut = { projectId: string; clips: number; dissolves: number }

/** A project whose cut is a feature of some 2,000 clips, with a dissolve at every eighth cut and ten minutes of music. */
export async function longCut(client: Client<typeof contract>, music: Blob): Promise<LongCut> {
  const { id: projectId } = await client.createProject({ body: { name: 'A feature' } })
  const params = { id: projectId }
  await client.importIntoProject({ params, body: { text: featureScreenplay({ seed: 7, pages: 125 }), preview: false } })
  const { tracks } = (await client.getTimeline({ params })) as unknown as Timeline
  const clips = tracks[0]?.clips ?? []
  const dissolves = clips
    .filter((_, index) => index % 8 === 4)
    .map(({ start }): TimelineEdit => ({ kind: 'transition', track: 'V1', cut: start, to: 'dissolve' }))
  const { id: mediaId } = await client.uploadMusic({ file: music, fileName: 'music.mp3', body: {} })
  const song: TimelineEdit = {
    ...{ kind: 'overwrite', track: 'A1', startFrame: 0, durationFrames: 14_300, sourceInFrame: 0, source: { mediaId } },
  }
  const edits = [song, ...dissolves]
  for (let at = 0; at < edits.length; at += mostEdits)
    await client.editTimeline({ params, body: { edits: edits.slice(at, at + mostEdits) } })
  return { projectId, clips: clips.length, dissolves: dissolves.length }
}
