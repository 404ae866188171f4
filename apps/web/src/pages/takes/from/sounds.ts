import type { Timeline } from '@storycanvas/timeline'

/** An uploaded sound, by the id of its file. */
export type Sound = { mediaId: string; name: string }

/** The sounds that lie over a panel in the cut: what is spoken there may be among them. */
export function soundsOver({ tracks, media }: Pick<Timeline, 'tracks' | 'media'>, panelId: string): Sound[] {
  const clips = tracks.flatMap(track => track.clips)
  const shown = clips.filter(({ metadata }) => metadata['panelId'] === panelId)
  const heard = clips.flatMap(({ mediaId: inCut, metadata: { mediaId }, start, duration, name }) => {
    const isOver = shown.some(one => start < one.start + one.duration && one.start < start + duration)
    return isOver && media[inCut]?.kind === 'audio' && typeof mediaId === 'string' ? [[mediaId, { mediaId, name }] as const] : []
  })
  return [...new Map(heard).values()]
}
