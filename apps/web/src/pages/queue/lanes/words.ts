import type { GenerationServer } from '@storycanvas/api'
import type { Tone } from '../../../shell/Mark.tsx'
import { spell } from '../../../shell/humanTime.ts'

type Standing = { tone: Tone; word: string }

const conditions: Record<GenerationServer['condition'], Standing> = {
  up: { tone: 'good', word: 'up' },
  busy: { tone: 'warn', word: 'busy with others’ work' },
  resting: { tone: 'bad', word: 'resting' },
  unknown: { tone: 'quiet', word: 'not seen yet' },
}

/** How a server stands, in a word: what it was told comes before how it does. */
export function standingOf({ state, condition }: Pick<GenerationServer, 'state' | 'condition'>): Standing {
  if (state === 'off') return { tone: 'quiet', word: 'off' }
  if (state === 'draining') return { tone: 'warn', word: 'draining' }
  return conditions[condition]
}

/** What is wrong with it and what happens next; null when all is well. */
export function troubleOf({ reason, restsUntil, state }: GenerationServer, now = Date.now()): string | null {
  if (!reason) return null
  const seconds = restsUntil === null ? 0 : (Date.parse(restsUntil) - now) / 1000
  if (seconds <= 0 || state === 'off') return reason
  return `${reason} It is tried again in ${spell(seconds)}.`
}

/** What a look at a server found, in words. */
export function foundWords({ version, memory, runs, condition, reason }: GenerationServer): string {
  if (condition === 'resting' && reason) return `It does not work yet: ${reason}`
  const is = [version && `ComfyUI ${version}`, memory !== null && `${memory} GB of video memory`].filter(Boolean).join(', ')
  const can = runs.length === 0 ? 'It has the files for no preset.' : `It can run ${runs.length} of the presets.`
  return [is && `${is}.`, can].filter(Boolean).join(' ')
}
