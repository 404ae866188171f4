import type { CameraMove, DialogueLine } from '@storycanvas/api'
import type { Marker, Rate } from '@storycanvas/timeline'
import type { MediaFileRow } from '../../library/uploads/media-rows.ts'
import type { TakeRow } from '../../takes/read.ts'
import type { ClipState, TrackState } from '../edits/states.ts'

/** A row of the cut. */
export type CutClip = Omit<ClipState, 'isNamed'> & { id: string }

export type ShownPanel = { cameraMove: CameraMove; dialogue: readonly DialogueLine[]; chosenTakeId: string | null }

type ShownScene = { number: string | null; heading: string }

/** Everything that a timeline is made of, as it was read. */
export type Sources = {
  project: { id: string; name: string; rate: Rate; dropFrame: boolean; canvas: { width: number; height: number } }
  clips: readonly CutClip[]
  panels: ReadonlyMap<string, ShownPanel>
  scenes: ReadonlyMap<string, ShownScene>
  takes: ReadonlyMap<string, TakeRow>
  files: ReadonlyMap<string, MediaFileRow>
  /** Tracks that somebody has named or muted, by id. */
  tracks: ReadonlyMap<string, TrackState>
  markers: readonly Marker[]
}

/** A stored file that a timeline names. */
export type StoredFile = { id: string; blobHash: string; mediaType: string }

/** Where a file is for whoever reads the timeline; nowhere for the renderer, who goes by the hash. */
export type FileAddress = (file: StoredFile, name: string) => string | null
