import type { Clip, Timeline, Track } from '@storycanvas/timeline'

/** Speech pushes music down; everything else stays as it is. */
export type SoundRole = 'speech' | 'music' | 'other'

/** A clip as the mix hears it. Positions and lengths are samples of the mix. */
export type SoundPiece = {
  readonly mediaId: string
  readonly role: SoundRole
  /** Seconds of source at the piece's first sample; negative where a handle reaches before the source. */
  readonly sourceSeconds: number
  readonly speed: number
  readonly start: number
  readonly samples: number
  readonly gain: number
  readonly fadeIn: SoundFade
  readonly fadeOut: SoundFade
}

/** A crossfade keeps the power of two sounds level, a fade of one sound is straight. */
export type SoundFade = { readonly samples: number; readonly curve: 'straight' | 'power' }

/** Every sound of the timeline's audio tracks. `lead` are seconds before the timeline's first frame. */
export function soundPieces(timeline: Timeline, lead: number): readonly SoundPiece[] {
  const { rate, audioRate } = timeline
  const first = Math.round(lead * audioRate)
  const at = (frame: number): number => first + Math.round((frame * rate.den * audioRate) / rate.num)
  return timeline.tracks
    .filter(track => track.kind === 'audio' && !track.muted)
    .flatMap(track => track.clips.filter(clip => clip.enabled).map(clip => piece(timeline, track, clip, at)))
    .filter(one => one !== null)
}

function piece(timeline: Timeline, track: Track, clip: Clip, at: (frame: number) => number): SoundPiece | null {
  const media = timeline.media[clip.mediaId]
  if (media === undefined || media.kind === 'image' || media.audio === null || clip.speed.num === 0) return null
  const end = clip.start + clip.duration
  const entering = track.transitions.find(one => one.cut === clip.start)
  const leaving = track.transitions.find(one => one.cut === end)
  const first = clip.start - (entering?.inOffset ?? 0)
  const last = end + (leaving?.outOffset ?? 0)
  const speed = clip.speed.num / clip.speed.den
  const perFrame = timeline.rate.den / timeline.rate.num
  const samples = (from: number, to: number): number => at(to) - at(from)
  return {
    mediaId: clip.mediaId,
    role: roleOf(track, clip),
    sourceSeconds: (clip.sourceIn * media.rate.den) / media.rate.num + (first - clip.start) * perFrame * speed,
    speed,
    start: at(first),
    samples: samples(first, last),
    gain: 10 ** (clip.gainDb / 20),
    fadeIn:
      entering === undefined
        ? { samples: samples(clip.start, clip.start + clip.fadeIn), curve: 'straight' }
        : { samples: samples(first, clip.start + entering.outOffset), curve: 'power' },
    fadeOut:
      leaving === undefined
        ? { samples: samples(end - clip.fadeOut, end), curve: 'straight' }
        : { samples: samples(end - leaving.inOffset, last), curve: 'power' },
  }
}

/** What a piece is multiplied by at one of its samples. */
export function pieceGain(piece: SoundPiece, sample: number): number {
  return piece.gain * fadeGain(piece.fadeIn, sample) * fadeGain(piece.fadeOut, piece.samples - 1 - sample)
}

function fadeGain(fade: SoundFade, fromEnd: number): number {
  if (fade.samples === 0 || fromEnd >= fade.samples) return 1
  const share = fromEnd / fade.samples
  return fade.curve === 'power' ? Math.sin((share * Math.PI) / 2) : share
}

/** The role that a clip's metadata names, else the one that its track is named after. */
function roleOf(track: Track, clip: Clip): SoundRole {
  const { role } = clip.metadata
  const named = typeof role === 'string' ? role : track.name
  if (/\b(dialogue|speech|voice|narration)/i.test(named)) return 'speech'
  return /\bmusic\b/i.test(named) ? 'music' : 'other'
}
