import type { MediaFileRow } from '../../library/uploads/media-rows.ts'
import type { TakeRow } from '../../takes/read.ts'
import type { CutClip, ShownPanel, Sources } from './sources.ts'

/** Rows as tests of the assembly want them: whatever a test does not say is plain. */
export const take = (id: string, change: Partial<TakeRow> = {}): TakeRow => ({
  id,
  projectId: 'project',
  ...{ panelId: null, characterId: null, locationId: null, clipId: null, generationId: null, parentId: null },
  kind: 'image',
  blobHash: id.padEnd(64, '0'),
  thumbnailHash: '',
  mediaType: 'image/png',
  ...{ width: 1280, height: 720, durationMs: null, rateNum: null, rateDen: null },
  ...{ provider: 'built-in storyboard artist', model: 'lines', seed: 1, inputsHash: '', favourite: false },
  ...{ branchId: null, createdAt: '' },
  ...change,
})

export const upload = (id: string, kind: MediaFileRow['kind'], durationMs: number | null): MediaFileRow => ({
  ...{ id, kind, durationMs, ownerId: 'owner', name: id, bytes: 1, blobHash: id.padEnd(64, '0') },
  ...(kind === 'music' ? { mediaType: 'audio/wav', width: null, height: null } : { mediaType: 'image/png', width: 8, height: 8 }),
  ...{ createdAt: '', updatedAt: '', deletedAt: null, deletionId: null },
})

export const panel = (change: Partial<ShownPanel> = {}): ShownPanel => ({
  cameraMove: 'static',
  dialogue: [],
  chosenTakeId: null,
  ...change,
})

export const cutClip = (id: string, startFrame: number, durationFrames: number, change: Partial<CutClip> = {}): CutClip => ({
  ...{ id, startFrame, durationFrames, panelId: id, sceneId: 'scene', mediaId: null, name: `shot ${id}`, track: 'V1' },
  ...{ sourceInFrame: 0, speedNum: 1, speedDen: 1, gainDb: 0, fadeInFrames: null, fadeOutFrames: null, enabled: true },
  ...{ transition: 'cut', wipe: null, transitionInFrames: null, transitionOutFrames: null },
  ...change,
})

type Given = {
  rate?: Sources['project']['rate']
  panels?: Record<string, ShownPanel>
  /** By the panel that shows each. */
  takes?: Record<string, TakeRow>
  files?: MediaFileRow[]
}

export function sourcesOf(
  clips: CutClip[],
  { rate = { num: 24, den: 1 }, panels = {}, takes = {}, files = [] }: Given = {},
): Sources {
  const shown = Object.entries(takes).map(([panelId, { id }]) => [panelId, panel({ chosenTakeId: id })] as const)
  return {
    project: { id: 'project', name: 'Film', rate, dropFrame: false, canvas: { width: 1280, height: 720 } },
    clips,
    panels: new Map([...shown, ...Object.entries(panels)]),
    scenes: new Map([['scene', { number: '4', heading: 'INT. BOOTH' }]]),
    takes: new Map(Object.values(takes).map(row => [row.id, row])),
    files: new Map(files.map(file => [file.id, file])),
    tracks: new Map(),
    markers: [],
  }
}
