import type { QueryKey } from '@tanstack/react-query'
import { keys } from '../queries.ts'

/** What a change calls for: queries to load anew, and panels and scenes to fetch one by one into the tree they stand in. */
export type Effect = { queries: readonly QueryKey[]; panel?: string; scene?: string }

/** Which cached answers a changed object makes untrue; what happened in its project is one of them. */
export function affectedBy(what: string, id: string, projectId: string | null): Effect {
  const effect = ofKind(what, id, projectId)
  return projectId ? { ...effect, queries: [...effect.queries, keys.activity(projectId)] } : effect
}

function ofKind(what: string, id: string, projectId: string | null): Effect {
  if (what === 'video') return { queries: [keys.videos, keys.video(id)] }
  if (what === 'project') return { queries: [keys.projects, ...(projectId ? cut(projectId) : cut(id))] }
  if (!projectId) return { queries: [] }
  switch (what) {
    case 'panel':
      return { queries: [keys.panelPrompt(id), keys.panelTakes(id), keys.timeline(projectId)], panel: id }
    case 'character':
    case 'location':
      return { queries: [keys.projects, ...cut(projectId), keys.cast(id)] }
    case 'comment':
      return { queries: [keys.comments(projectId)] }
    case 'draft':
      return { queries: [keys.drafts(projectId)] }
    case 'instruction':
      return { queries: [keys.directions(projectId), ...cut(projectId)] }
    case 'members':
      // What somebody who went had waiting is not made any more.
      return { queries: [keys.members(projectId), keys.projects, keys.batches(projectId), keys.jobs, keys.queueStatus] }
    case 'cut':
      return { queries: [keys.timeline(projectId)] }
    case 'clip':
      return { queries: [keys.timeline(projectId), keys.tree(projectId)] }
    case 'render':
      return { queries: [keys.renders(projectId)] }
    case 'generation':
    case 'generation-batch':
      return { queries: [keys.batches(projectId)] }
    default:
      return { queries: [keys.projects, ...cut(projectId)] }
  }
}

/** Everything that shows the story or is made of it. */
const cut = (projectId: string) => [keys.tree(projectId), keys.timeline(projectId), ['panel']]
