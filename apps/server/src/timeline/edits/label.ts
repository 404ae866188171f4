import type { TimelineEdit } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'

const words: { readonly [kind in TimelineEdit['kind']]: string } = {
  insert: 'Insert',
  overwrite: 'Overwrite',
  lift: 'Lift',
  extract: 'Extract',
  trim: 'Trim',
  ripple: 'Ripple trim',
  roll: 'Roll',
  slip: 'Slip',
  slide: 'Slide',
  split: 'Split',
  move: 'Move',
  remove: 'Remove',
  set: 'Change',
  transition: 'Transition',
  marker: 'Marker',
  'remove-marker': 'Remove marker',
  track: 'Track',
}

/** What a step is called where its maker has not said. */
export function labelOf([first, ...more]: readonly TimelineEdit[], { tracks }: Timeline): string {
  if (!first || more.length > 0) return `${more.length + 1} edits`
  const clipId = 'clipId' in first ? first.clipId : null
  const name = tracks.flatMap(({ clips }) => clips).find(({ id }) => id === clipId)?.name
  return name === undefined ? words[first.kind] : `${words[first.kind]} “${name}”`
}
