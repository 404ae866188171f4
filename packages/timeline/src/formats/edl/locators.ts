import type { MarkerColour, Timeline } from '../../model.ts'
import { toAscii } from './ascii.ts'

// The colours of Avid's locators; the others become the nearest of them.
const colours: { readonly [Colour in MarkerColour]: string } = {
  red: 'RED',
  orange: 'YELLOW',
  yellow: 'YELLOW',
  green: 'GREEN',
  cyan: 'CYAN',
  blue: 'BLUE',
  purple: 'MAGENTA',
  pink: 'MAGENTA',
  white: 'WHITE',
  black: 'BLACK',
}

export const locatorColours: readonly MarkerColour[] = ['red', 'yellow', 'green', 'cyan', 'blue', 'white', 'black']

export type Locator = { readonly at: number; readonly text: string }

/** Markers of the timeline and of its clips as `* LOC:` comments, in record order. */
export const locators = (timeline: Timeline, timecode: (frames: number) => string): Locator[] => {
  const clipMarkers = timeline.tracks.flatMap(track =>
    track.clips
      .filter(clip => clip.enabled)
      .flatMap(clip => clip.markers.map(marker => ({ ...marker, at: clip.start + marker.at }))),
  )
  return [...timeline.markers, ...clipMarkers]
    .sort((a, b) => a.at - b.at)
    .map(({ at, name, colour }) => ({
      at,
      text: `* LOC: ${timecode(timeline.timecode.start + at)} ${colours[colour].padEnd(7)} ${toAscii(name)}`,
    }))
}
