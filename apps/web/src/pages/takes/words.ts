import type { TakeDetail } from '@storycanvas/api'

const names: Record<string, string> = {
  costMicros: 'cost',
  negativePrompt: 'kept out',
  durationMs: 'length',
  'references.hash': 'reference',
  lastImage: 'last frame',
  audio: 'voice',
}

/** The path of a field as a person reads it: `inputs.shotSize` becomes `shot size`, `characters.0.look` `character 1, look`. */
export function fieldName(path: string): string {
  if (names[path]) return names[path]
  const parts = path.split('.').filter(part => part !== 'inputs')
  const words: string[] = []
  for (const part of parts) {
    const last = words.at(-1)
    if (/^\d+$/.test(part) && last) words[words.length - 1] = `${last.replace(/s$/, '')} ${Number(part) + 1}`
    else words.push(part.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
  }
  return words.join(', ')
}

/** A value of a request as a person reads it. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** How long a take was in the making, in seconds; null where nobody wrote it down. */
export function secondsTaken({ startedAt, finishedAt }: TakeDetail['provenance']): number | null {
  if (!startedAt || !finishedAt) return null
  return Math.max(0, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)
}
