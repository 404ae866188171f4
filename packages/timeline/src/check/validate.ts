import { duration } from '../duration.ts'
import type { Timeline } from '../model.ts'
import { checkClips } from './clips.ts'
import { InvalidTimeline, type Problem, type Report, reporter } from './problem.ts'
import { checkTransitions } from './transitions.ts'
import { checkIds, checkValues, isFrames } from './values.ts'

const checkCaptions = (timeline: Timeline, end: number, report: Report): void => {
  for (const caption of timeline.captions) {
    const frames = [caption.start, caption.start + caption.duration] as const
    if (!isFrames(caption.start, 0) || !isFrames(caption.duration, 1))
      report('caption-range', `Caption “${caption.text}” has no place on the timeline.`)
    else if (frames[1] > end)
      report('caption-range', `Caption “${caption.text}” lasts until frame ${frames[1]}, and the film ends at ${end}.`, {
        frames,
        severity: 'warning',
      })
  }
}

const checkMarkers = (timeline: Timeline, end: number, report: Report): void => {
  for (const marker of timeline.markers) {
    if (!isFrames(marker.at, 0) || !isFrames(marker.duration, 0))
      report('marker-range', `Marker “${marker.name}” has no place on the timeline.`)
    else if (marker.at > end)
      report('marker-range', `Marker “${marker.name}” lies after the end of the film.`, { severity: 'warning' })
  }
}

const checkTracks = (timeline: Timeline, report: Report): void => {
  const misplaced = timeline.tracks.find((track, index) => track.kind === 'video' && timeline.tracks[index - 1]?.kind === 'audio')
  if (misplaced) report('track-order', `Video track “${misplaced.name}” stands after a sound track.`, { track: misplaced })
  for (const track of timeline.tracks) {
    checkClips(timeline, track, report)
    checkTransitions(timeline, track, report)
  }
}

/**
 * Everything that is wrong with a timeline, each with the track, clips and frames concerned and a sentence. An empty list
 * means that every writer and the renderer can take it. Never throws for a timeline that has the model's shape.
 */
export const validate = (timeline: Timeline): Problem[] => {
  const problems: Problem[] = []
  const report = reporter(problems)
  checkIds(timeline, report)
  if (!checkValues(timeline, report) || problems.some(problem => problem.code === 'media-value')) return problems
  checkTracks(timeline, report)
  const end = duration(timeline)
  checkCaptions(timeline, end, report)
  checkMarkers(timeline, end, report)
  return problems
}

/** @throws InvalidTimeline with every error that {@link validate} finds; warnings pass. */
export const requireValid = (timeline: Timeline): void => {
  const errors = validate(timeline).filter(problem => problem.severity === 'error')
  if (errors.length > 0) throw new InvalidTimeline(timeline, errors)
}
