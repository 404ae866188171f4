import type { Frames, Timeline } from '../model.ts'
import { toTime } from '../time/conversion.ts'
import { compare, type Fraction, fraction, subtract } from '../time/fraction.ts'
import { formatTimecode } from '../time/timecode.ts'
import { type Change, type ChangeKind, framesText, type Sources } from './change.ts'
import { type Found, sharesFile } from './match.ts'

/** Where a clip's source begins, in seconds with the media's timecode, which survives formats that count from it. */
export const sourceTime = ({ clip, media }: Found): Fraction => {
  if (!media || media.kind === 'image') return fraction(0)
  return toTime(clip.sourceIn + (media.kind === 'video' ? media.timecodeStart : 0), media.rate)
}

const headMoved = (before: Found, after: Found, { rate }: Timeline, sources: Sources): boolean => {
  const { num, den } = subtract(sourceTime(before), sourceTime(after))
  if (sources === 'exactly') return num !== 0
  return compare({ num: Math.abs(num) * 1000, den }, { num: rate.den * 999, den: rate.num }) > 0
}

const isReplaced = (before: Found, after: Found): boolean =>
  before.media !== undefined &&
  after.media !== undefined &&
  (before.media.kind !== after.media.kind || !sharesFile(before.media, after.media))

/** An edge that moved while the other one stays is a trim and no move. */
const onlyHeadTrimmed = (before: Found, after: Found, sameTrack: boolean): boolean =>
  sameTrack &&
  before.clip.start !== after.clip.start &&
  before.clip.start + before.clip.duration === after.clip.start + after.clip.duration

export type ClipFacts = {
  readonly replaced: boolean
  readonly head: boolean
  readonly onlyHead: boolean
  readonly moved: boolean
  readonly retimed: boolean
  readonly trimmed: boolean
}

/** What has become of a clip's place and source. */
export const clipFacts = (before: Found, after: Found, sameTrack: boolean, timeline: Timeline, sources: Sources): ClipFacts => {
  const [old, now] = [before.clip, after.clip]
  const replaced = isReplaced(before, after)
  const head = !replaced && headMoved(before, after, timeline, sources)
  const onlyHead = onlyHeadTrimmed(before, after, sameTrack)
  return {
    replaced,
    head,
    onlyHead,
    moved: !onlyHead && (old.start !== now.start || !sameTrack),
    retimed: old.speed.num * now.speed.den !== now.speed.num * old.speed.den,
    trimmed: old.duration !== now.duration || head,
  }
}

const speedText = ({ num, den }: { num: number; den: number }): string => `${Number(((num / den) * 100).toFixed(2))} %`

const later = (by: Frames): string => `${framesText(Math.abs(by))} ${by < 0 ? 'earlier' : 'later'}`

const trimText = (before: Found, after: Found, { head, onlyHead }: ClipFacts): string => {
  const [old, now] = [before.clip, after.clip]
  const by = now.duration - old.duration
  if (by === 0) return head ? 'shows another part of its source' : ''
  const length = `is ${framesText(Math.abs(by))} ${by < 0 ? 'shorter' : 'longer'}`
  if (onlyHead) return `${length} at its beginning`
  if (head) return `${length} and shows another part of its source`
  return old.start === now.start ? `${length} at its end` : length
}

/** The changes of a clip that both timelines have. */
export const clipChanges = (before: Found, after: Found, sameTrack: boolean, timeline: Timeline, sources: Sources): Change[] => {
  const [old, now] = [before.clip, after.clip]
  const changes: Change[] = []
  const add = (kind: ChangeKind, words: string): void => {
    const frames = { start: now.start, duration: now.duration }
    const sentence = `“${now.name}” ${words}.`
    changes.push({ id: `${kind}:${old.id}`, kind, before: old.id, after: now.id, name: now.name, frames, sentence })
  }
  const facts = clipFacts(before, after, sameTrack, timeline, sources)
  if (facts.replaced) add('replaced', `shows “${after.media?.name}” and no longer “${before.media?.name}”`)
  if (facts.retimed) add('retimed', `plays at ${speedText(now.speed)} and no longer at ${speedText(old.speed)}`)
  if (facts.trimmed) add('trimmed', trimText(before, after, facts))
  if (facts.moved) {
    const { rate, timecode } = timeline
    const at = formatTimecode(timecode.start + now.start, rate, timecode.dropFrame)
    const by = now.start - old.start
    const words = by === 0 ? 'stays' : `begins ${later(by)}, at ${at}`
    add(
      'moved',
      sameTrack ? words : `${words}${by === 0 ? ' where it was and lies' : ', and lies'} on track ${after.track.name} now`,
    )
  }
  if (old.gainDb !== now.gainDb) add('levelled', `has a level of ${now.gainDb} dB and no longer of ${old.gainDb} dB`)
  if (old.fadeIn !== now.fadeIn || old.fadeOut !== now.fadeOut)
    add('faded', `fades in over ${framesText(now.fadeIn)} and out over ${framesText(now.fadeOut)}`)
  if (old.enabled !== now.enabled) add('switched', now.enabled ? 'is switched on' : 'is switched off')
  return changes
}
