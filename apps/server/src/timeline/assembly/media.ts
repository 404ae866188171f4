import {
  createAudioMedia,
  createImageMedia,
  createVideoMedia,
  type Frames,
  type Media,
  type Rate,
  rescale,
} from '@storycanvas/timeline'
import type { MediaFileRow } from '../../library/uploads/media-rows.ts'
import type { TakeRow } from '../../takes/read.ts'
import type { CutClip, FileAddress, Sources } from './sources.ts'

type Project = Sources['project']

/** A take as media. A video whose own rate nobody knows counts its frames at the project's. */
export function takeMedia(take: TakeRow, name: string, project: Project, address: FileAddress): Media {
  const facts = {
    ...storedFacts(take, name, address),
    ...sizeOf(take),
    metadata: { provider: take.provider, model: take.model, seed: take.seed },
  }
  if (take.kind === 'image') return createImageMedia(facts)
  const { rateNum: num, rateDen: den } = take
  const rate = num === null || den === null ? project.rate : { num, den }
  const rounding = num === null ? 'floor' : 'nearest'
  return createVideoMedia({ ...facts, rate, duration: lengthOf(take.durationMs, rate, rounding) })
}

/** An uploaded file as media. */
export function fileMedia(file: MediaFileRow, address: FileAddress): Media {
  const facts = storedFacts(file, file.name, address)
  if (file.kind !== 'music') return createImageMedia({ ...facts, ...sizeOf(file), metadata: { uploaded: true } })
  const metadata = { uploaded: true, peaksUrl: `/api/v1/media/${file.id}/peaks` }
  return createAudioMedia({ ...facts, duration: lengthOf(file.durationMs, samples, 'floor'), metadata })
}

function storedFacts(file: TakeRow | MediaFileRow, name: string, address: FileAddress) {
  const url = address(file, name)
  return { id: file.id, name, hash: file.blobHash, ...(url === null ? {} : { url }) }
}

const sizeOf = ({ width, height }: { width: number | null; height: number | null }) => ({
  width: width ?? 1,
  height: height ?? 1,
})

const lengthOf = (durationMs: number | null, rate: Rate, rounding: 'floor' | 'nearest'): Frames =>
  Math.max(1, rescale(durationMs ?? 0, { num: 1000, den: 1 }, rate, rounding))

const samples: Rate = { num: 48_000, den: 1 }

/** What stands for a picture or sound that does not exist yet: media without address and hash. */
export function offlineMedia(clip: CutClip, { rate, canvas }: Project): Media {
  const facts = { id: `offline:${clip.id}`, name: clip.name, metadata: { offline: true } }
  if (!isSound(clip.track)) return createImageMedia({ ...facts, ...canvas })
  const played = Math.ceil(clip.durationFrames * Math.max(1, Math.abs(clip.speedNum / clip.speedDen))) + 1
  const duration = rescale(clip.sourceInFrame + played, rate, samples, 'ceil')
  return createAudioMedia({ ...facts, duration })
}

export const isSound = (track: string): boolean => track.startsWith('A')

export const isOffline = (media: Media): boolean => media.hash === undefined

/** Pictures of our own were drawn or decoded and written anew here; everything else came from outside as it is. */
export const isOwnPicture = ({ kind, metadata }: Media): boolean => kind === 'image' && metadata['uploaded'] !== true
