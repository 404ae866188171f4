import type { StoryboardLayout } from '@storycanvas/api'

/** A4 across, in points. */
export const paper = { width: 841.89, height: 595.28, margin: 36, head: 24, gap: 14 }

/** How many stand on a page, and how much of each place is for words. */
export const layouts: Record<StoryboardLayout, { columns: number; rows: number; words: 'below' | 'beside'; share: number }> = {
  '3x3': { columns: 3, rows: 3, words: 'below', share: 0.2 },
  '2x3': { columns: 2, rows: 3, words: 'beside', share: 0.46 },
  single: { columns: 1, rows: 1, words: 'below', share: 0.2 },
}

export type Box = { x: number; y: number; width: number; height: number }

/** Where picture and words of the frame at this place of the page stand. */
export function placeOf(layout: StoryboardLayout, place: number): { picture: Box; words: Box } {
  const { columns, rows, words, share } = layouts[layout]
  const width = (paper.width - 2 * paper.margin - (columns - 1) * paper.gap) / columns
  const height = (paper.height - 2 * paper.margin - paper.head - (rows - 1) * paper.gap) / rows
  const x = paper.margin + (place % columns) * (width + paper.gap)
  const y = paper.margin + paper.head + Math.floor(place / columns) * (height + paper.gap)
  if (words === 'beside') {
    const wide = width * (1 - share)
    return { picture: { x, y, width: wide, height }, words: { x: x + wide + 8, y, width: width - wide - 8, height } }
  }
  const tall = height * (1 - share)
  return { picture: { x, y, width, height: tall }, words: { x, y: y + tall + 4, width, height: height - tall - 4 } }
}
