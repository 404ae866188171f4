import type { SavedTemplate } from '@storycanvas/api'
import { queryOptions } from '@tanstack/react-query'
import { server } from '../../api/server.ts'

export const savedTemplatesKey = ['project-templates'] as const

/** Templates that the person has kept, newest first. */
export const savedTemplatesQuery = queryOptions({
  queryKey: savedTemplatesKey,
  queryFn: ({ signal }) => server.listProjectTemplates({ query: { limit: 200 } }, { signal }),
})

/** What a template brings along, in words. */
export function contentsOf({ counts, description }: Pick<SavedTemplate, 'counts' | 'description'>): string {
  const { instructions, characters, scenes, panels } = counts
  const parts = [
    counted(instructions, 'direction', 'directions'),
    counted(characters, 'character', 'characters'),
    counted(scenes, 'scene', 'scenes'),
    counted(panels, 'panel', 'panels'),
  ].filter(part => part !== '')
  return description || (parts.length > 0 ? `Brings ${parts.join(', ')}.` : 'Brings its settings.')
}

const counted = (count: number, one: string, many: string) => (count === 0 ? '' : `${count} ${count === 1 ? one : many}`)
