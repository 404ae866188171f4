import { EditRefused } from '@storycanvas/timeline'

/** Refuses what packages/timeline has no edit for, the way it refuses its own. */
export function refuse(reason: string): never {
  throw new EditRefused({ kind: 'restore', tracks: [] }, reason)
}
