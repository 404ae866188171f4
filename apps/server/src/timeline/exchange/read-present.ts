import type { Timeline } from '@storycanvas/timeline'
import type { Database } from '../../platform/database/database.ts'
import { readProject } from '../../projects/read.ts'
import { assembleTimeline } from '../assembly/read.ts'
import { markersOf } from '../edits/read-states.ts'
import { mediaFolder } from '../exports/media-folder.ts'
import { type KnownFile, knownFiles } from './known-media.ts'

export type Present = { revision: number; present: Timeline; sceneIds: string[]; known: KnownFile[] }

/** The cut as it is exported, and what documents may name, as they stood at one moment. */
export function readPresent(database: Database, projectId: string, accountId: string): Promise<Present> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async tx => {
      const { cutRevision: revision } = await readProject(tx, projectId)
      const present = await assembleTimeline(tx, projectId, mediaFolder)
      const own = await markersOf(tx, projectId)
      const sceneIds = present.markers.map(({ id }) => id).filter(id => !own.has(id))
      return { revision, present, sceneIds, known: await knownFiles(tx, projectId, accountId) }
    })
}
