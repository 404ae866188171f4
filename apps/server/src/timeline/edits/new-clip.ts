import { type Clip, createClip } from '@storycanvas/timeline'
import { v7 as uuid } from 'uuid'
import { mediaFileRows } from '../../library/uploads/media-rows.ts'
import type { Tx } from '../../platform/database/database.ts'
import { panelSource } from '../../story/panels/sources.ts'
import type { Placing } from './apply-edit.ts'
import { type Carried, pictureSource, soundSource, sourceInOf } from './cut-model.ts'
import { refuse } from './refuse.ts'
import type { Prompted } from './write-states.ts'

/** What a clip is made of that an edit puts into the cut. */
type Material = Pick<Carried, 'panelId' | 'sceneId' | 'mediaId'> & { name: string; plays: string; prompts: Prompted | null }

/** Makes clips for edits and remembers the prompts that each brings along. */
export function clipMaker(tx: Tx, projectId: string) {
  const prompts = new Map<string, Prompted>()
  return {
    prompts,
    newClip: async ({ source, name, startFrame, durationFrames, sourceInFrame }: Placing): Promise<Clip> => {
      const material = await ('panelId' in source
        ? panelMaterial(tx, projectId, source.panelId)
        : fileMaterial(tx, source.mediaId))
      const { panelId, sceneId, mediaId } = material
      const id = uuid()
      if (material.prompts) prompts.set(id, material.prompts)
      return createClip({
        ...{ id, mediaId: material.plays, name: name ?? material.name },
        ...{ start: startFrame, duration: durationFrames, sourceIn: sourceInOf(sourceInFrame) },
        metadata: {
          ...{ panelId, sceneId, mediaId, isNamed: name !== undefined, origin: null },
          ...{ automaticFadeIn: true, automaticFadeOut: true },
        } satisfies Carried,
      })
    },
  }
}

async function panelMaterial(tx: Tx, projectId: string, panelId: string): Promise<Material> {
  const panel = await panelSource(tx, projectId, panelId)
  if (!panel) return refuse(`There is no panel “${panelId}” in this project.`)
  const { id, sceneId, ...prompts } = panel
  return { panelId: id, sceneId, mediaId: null, name: await slateOf(tx, id), plays: pictureSource, prompts }
}

/** The name that clips of the panel go by. */
async function slateOf(tx: Tx, panelId: string): Promise<string> {
  const clip = await tx
    .selectFrom('clip')
    .select('name')
    .where('panelId', '=', panelId)
    .orderBy(eb => eb('deletedAt', 'is not', null))
    .orderBy('startFrame')
    .limit(1)
    .executeTakeFirst()
  return clip?.name ?? 'Shot'
}

async function fileMaterial(tx: Tx, mediaId: string): Promise<Material> {
  const [file] = await mediaFileRows(tx, [mediaId])
  if (!file) return refuse(`There is no uploaded file “${mediaId}”.`)
  const plays = file.kind === 'music' ? soundSource : pictureSource
  return { panelId: null, sceneId: null, mediaId: file.id, name: file.name, plays, prompts: null }
}
