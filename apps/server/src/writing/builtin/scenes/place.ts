import type { Setting, TimeOfDay } from '@storycanvas/api'
import { displayName } from './display-name.ts'
import type { Place } from './draft.ts'

const TIMES: [RegExp, TimeOfDay][] = [
  [/\b(?:dawn|sunrise|daybreak|first light)\b|晨|黎明/iu, 'dawn'],
  [/\b(?:dusk|sunset|twilight|magic hour|golden hour|nightfall)\b|昏|傍晚/iu, 'dusk'],
  [/\b(?:night|midnight|small hours)\b|夜|晚/iu, 'night'],
  [/\bevening\b/i, 'evening'],
  [/\bafternoon\b/i, 'afternoon'],
  [/\bmorning\b/i, 'morning'],
  [/\b(?:day|noon|midday)\b|日/iu, 'day'],
]
const SAME_TIME = /\b(?:continuous|continuing|later|same|moments|minutes|seconds|meanwhile)\b/i
const PREFIX = /^\.?\s*(int\.?\s?\/\s?ext|ext\.?\s?\/\s?int|i\.?\/e|e\.?\/i|int|ext|est)(?:\.|\s)\s*|^([内外])景[.。\s]*/i

/** The time of day that a phrase names, or null. */
export function timeOfDayIn(phrase: string): TimeOfDay | null {
  return TIMES.find(([pattern]) => pattern.test(phrase))?.[1] ?? null
}

/** Reads `INT. HOUSE - KITCHEN - NIGHT`. `CONTINUOUS` and `LATER` take the hour of the scene before. */
export function readPlace(heading: string, before: Place | null): Place {
  const prefix = PREFIX.exec(heading)
  const body = heading.slice(prefix?.[0].length ?? 0).replace(/\([^)]*\)/g, ' ')
  const parts = body.split(/\s+[-–—]+\s+|\s+(?=[内外](?:[/／][内外])?\s)/u).map(part => part.trim())
  const last = parts.at(-1) ?? ''
  const time = parts.length > 1 ? timeOfDayIn(last) : null
  const isSameTime = parts.length > 1 && SAME_TIME.test(last)
  const named = time !== null || isSameTime ? parts.slice(0, -1) : parts
  const location = named
    .filter(part => part !== '')
    .map(part => displayName(part.replace(/[.,;:]+$/, '')))
    .join(', ')
  return {
    setting: settingOf(prefix?.[1] ?? prefix?.[2] ?? /\s([内外])\s/.exec(heading)?.[1] ?? ''),
    location,
    timeOfDay: time ?? (isSameTime ? (before?.timeOfDay ?? 'unspecified') : 'unspecified'),
  }
}

function settingOf(prefix: string): Setting {
  const mark = prefix.toLowerCase().replace(/[.\s]/g, '')
  if (mark === 'int' || mark === '内') return 'interior'
  if (mark === 'ext' || mark === 'est' || mark === '外') return 'exterior'
  return mark === '' ? 'unspecified' : 'interior-exterior'
}
