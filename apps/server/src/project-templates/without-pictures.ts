import type { ProjectFile } from '@storycanvas/api'

export type Kept = 'directions' | 'cast' | 'story'

/** What of a project a template keeps: no take, no cut, no upload, and of the rest as much as was asked for. */
export function withoutPictures(file: ProjectFile, keep: Kept): ProjectFile {
  const bare = { ...file, media: [], clips: [], tracks: [], markers: [], generations: [], branches: [], takes: [], choices: [] }
  const faceless = <T extends { referenceIds: string[] }>(row: T) => ({ ...row, referenceIds: [] })
  const cast = { characters: file.characters.map(faceless), locations: file.locations.map(faceless) }
  const panels = file.panels.map(panel => ({ ...panel, chosenTakeId: null }))
  const whole = { ...bare, ...cast, panels, project: { ...file.project, cutFollowsBoard: true } }
  if (keep === 'story') return whole
  const untold = { ...whole, chapters: [], scenes: [], panels: [] }
  return keep === 'cast' ? untold : { ...untold, characters: [], locations: [] }
}
