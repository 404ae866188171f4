import { type Clip, type Frames, type Rate, rescale } from '@storycanvas/timeline'
import { mediaFileRows } from '../../library/uploads/media-rows.ts'
import type { Tx } from '../../platform/database/database.ts'
import { shownTakeIds } from '../../story/panels/sources.ts'
import { takeRows } from '../../takes/read.ts'
import { carriedBy } from './cut-model.ts'

/**
 * What a clip plays. A still lasts as long as one wants; of what runs, `frames` count on the project's rate. A panel's video
 * holds its last frame where its clip lasts longer, an uploaded sound just ends.
 */
export type Source = { kind: 'still' } | { kind: 'running'; frames: Frames; holds: boolean }

/** Asks once for what each panel and each uploaded file is, and only for those that an edit touches. */
export type Sources = { of(clips: readonly Clip[]): Promise<ReadonlyMap<string, Source>> }

export function openSources(tx: Tx, rate: Rate): Sources {
  const known = new Map<string, Source>()
  const learn = async (keys: ReadonlySet<string>) => {
    const asked = [...keys].filter(key => !known.has(key))
    if (asked.length === 0) return
    const ids = (kind: string) => asked.filter(key => key.startsWith(kind)).map(key => key.slice(kind.length))
    const shown = await shownTakeIds(tx, ids('panel '))
    const takes = new Map((await takeRows(tx, [...new Set(shown.values())])).map(take => [take.id, take]))
    for (const id of ids('panel '))
      known.set(`panel ${id}`, videoSource(takes.get(shown.get(id) ?? '')?.durationMs ?? null, rate))
    for (const { id, durationMs } of await mediaFileRows(tx, ids('media ')))
      known.set(`media ${id}`, soundSource(durationMs, rate))
  }
  return {
    async of(clips) {
      const keys = new Map(clips.flatMap(clip => (keyOf(clip) === null ? [] : [[clip.id, keyOf(clip) as string] as const])))
      await learn(new Set(keys.values()))
      return new Map(clips.map(({ id }) => [id, known.get(keys.get(id) ?? '') ?? still]))
    },
  }
}

const still: Source = { kind: 'still' }

/** A sound track plays nothing but files; a panel's take is a picture. */
function keyOf(clip: Clip): string | null {
  const { mediaId, panelId } = carriedBy(clip)
  if (mediaId !== null) return `media ${mediaId}`
  return panelId === null ? null : `panel ${panelId}`
}

const videoSource = (durationMs: number | null, rate: Rate): Source =>
  durationMs === null ? still : { kind: 'running', frames: framesOf(durationMs, rate, 'nearest'), holds: true }

const soundSource = (durationMs: number | null, rate: Rate): Source =>
  durationMs === null ? still : { kind: 'running', frames: framesOf(durationMs, rate, 'floor'), holds: false }

const framesOf = (durationMs: number, rate: Rate, rounding: 'nearest' | 'floor'): Frames =>
  Math.max(1, rescale(durationMs, { num: 1000, den: 1 }, rate, rounding))
