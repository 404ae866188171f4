import { createAudioMedia, createImageMedia, createVideoMedia } from '../../../make.ts'
import type { Clip, Media, Rate, Transition } from '../../../model.ts'
import { rescale } from '../../../time/conversion.ts'
import { round } from '../../../time/fraction.ts'
import { sourceRange } from '../../../frames/source.ts'
import type { Draft } from '../../draft.ts'

export type ReelUse = {
  readonly reel: string
  readonly file: string | null
  /** Noted by our writer with an event of its own: an outgoing line has no comments about its media. */
  name?: string
  isStill?: boolean
  picture: boolean
  sound: boolean
}

type ReadTrack = { readonly clips: readonly Clip[]; readonly transitions: readonly Transition[] }

const sampleRate = 48000

/** Base address of a source file named in a comment, where it is a path and not just a name. */
const addressOf = (file: string | null): string | undefined =>
  file !== null && /^(\/|[a-z]:[\\/]|file:)/i.test(file) ? file : undefined

/**
 * Makes the media of a list's reels. A list tells no lengths: each begins with the first frame that is used of it. Reels that
 * only sound count in samples from then on.
 */
export const settleReels = (
  tracks: readonly ReadTrack[],
  reels: ReadonlyMap<string, ReelUse>,
  rate: Rate,
  draft: Draft,
): ((clip: Clip) => Clip) => {
  const firsts = new Map<string, number>()
  const any = createVideoMedia({ id: '', rate, duration: 1 })
  for (const { clips, transitions } of tracks) {
    const cuts = new Map(transitions.map(transition => [transition.cut, transition]))
    for (const clip of clips) {
      const [into, out] = [cuts.get(clip.start), cuts.get(clip.start + clip.duration)]
      const { from } = sourceRange(clip, any, rate, into?.inOffset ?? 0, out?.outOffset ?? 0)
      const known = firsts.get(clip.mediaId) ?? Number.POSITIVE_INFINITY
      firsts.set(clip.mediaId, Math.min(known, Math.max(0, round(from, 'floor'))))
    }
  }
  const samples = { num: sampleRate, den: 1 }
  const sounds = new Set<string>()
  const stills = new Set<string>()
  for (const [id, { reel, file, name = file?.split(/[\\/]/).at(-1) ?? reel, isStill, picture, sound }] of reels) {
    const url = addressOf(file)
    const common = { id, name, reel, ...(url !== undefined && { url }) }
    if (isStill && picture && !sound) {
      stills.add(id)
      draft.media.set(id, createImageMedia(common))
      continue
    }
    const media: Media = picture
      ? createVideoMedia({
          ...common,
          rate,
          duration: 0,
          timecodeStart: firsts.get(id) ?? 0,
          audio: sound ? { channels: 2, sampleRate } : null,
        })
      : createAudioMedia({ ...common, duration: 0 })
    if (!picture) sounds.add(id)
    draft.media.set(id, media)
  }
  // A reversed clip begins with the last sample of its frame.
  const toSamples = ({ sourceIn, speed }: Clip): number =>
    speed.num < 0 ? rescale(sourceIn + 1, rate, samples, 'ceil') - 1 : rescale(sourceIn, rate, samples, 'ceil')
  return clip => {
    if (stills.has(clip.mediaId)) return { ...clip, sourceIn: 0 }
    const sourceIn = sounds.has(clip.mediaId) ? toSamples(clip) : clip.sourceIn - (firsts.get(clip.mediaId) ?? 0)
    return { ...clip, sourceIn }
  }
}
