import type { FormatId } from '@storycanvas/timeline'

/** The formats that come home. */
export type HomeFormat = Extract<FormatId, 'fcpxml' | 'xmeml' | 'mlt' | 'edl' | 'otio' | 'json'>

const roots: { readonly [element: string]: HomeFormat } = { fcpxml: 'fcpxml', xmeml: 'xmeml', mlt: 'mlt' }

/** How far into a document it has to say what it is. */
const beginning = 4096

/**
 * The format that a document is in, by what it says of itself: editors give several of them the same ending. What is neither
 * XML nor JSON can only be a list.
 */
export function formatOf(fileName: string, text: string): HomeFormat {
  const start = text
    .slice(0, beginning)
    .replace(/^\ufeff/, '')
    .trimStart()
  if (start.startsWith('<')) return roots[/<(fcpxml|xmeml|mlt)\b/.exec(start)?.[1] ?? ''] ?? byEnding(fileName)
  if (start.startsWith('{')) return /"OTIO_SCHEMA"/.test(start) || /\.otio$/i.test(fileName) ? 'otio' : 'json'
  return 'edl'
}

const byEnding = (fileName: string): HomeFormat =>
  /\.fcpxml$/i.test(fileName) ? 'fcpxml' : /\.mlt$/i.test(fileName) ? 'mlt' : 'xmeml'
