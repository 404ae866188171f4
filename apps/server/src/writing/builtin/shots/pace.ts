import { countWords } from '../scenes/sentences.ts'
import type { DialogueLine } from '../story.ts'

/** Talk on screen runs at 150 to 180 words a minute; 170 leaves room for breath. */
const SPOKEN_WORD_MS = 60_000 / 170
/** A page of action is a minute and about 200 words. */
const SHOWN_WORD_MS = 60_000 / 200

/** No picture is shorter or longer than this, in milliseconds. */
export const PANEL_LIMITS_MS = { min: 1_000, max: 14_000 }

/** How long a panel with speech stands: the words, their breaths, and a moment before and after; what the speaker does first takes its time too. */
export function speechDurationMs(
  lines: readonly DialogueLine[],
  { areAtOnce, business }: { areAtOnce: boolean; business: string },
): number {
  const spoken = lines.map(({ text, parenthetical }) => {
    const breaths = (text.match(/[.!?。！？](?=\s)/g)?.length ?? 0) * 250 + (text.match(/[,;:，、]|\s[-–—]/g)?.length ?? 0) * 120
    const hesitations = (text.match(/…|\.\.\.|--|—/g)?.length ?? 0) * 250
    const beat = parenthetical !== null && /\b(?:beat|pause|long|slow\w*|after a)\b/i.test(parenthetical) ? 900 : 0
    return countWords(text) * SPOKEN_WORD_MS + breaths + hesitations + beat
  })
  // Speeches of a dual dialogue overlap, so the longest one counts.
  const talk = areAtOnce ? Math.max(...spoken) : spoken.reduce((sum, each) => sum + each + 150, 0)
  return bounded(300 + talk + countWords(business) * SHOWN_WORD_MS, 1_100)
}

/** How long a silent panel stands. An establishing shot needs time to be read, an insert is grasped at once. */
export function actionDurationMs(text: string, kind: 'establishing' | 'insert' | 'silence' | 'action'): number {
  const words = countWords(text)
  const shown = words * SHOWN_WORD_MS
  if (kind === 'establishing') return Math.min(6_000, bounded(1_000 + shown, 3_000))
  if (kind === 'insert') return Math.min(4_500, bounded(400 + shown, 1_500))
  if (kind === 'silence') return 2_000
  return Math.min(8_000, bounded(400 + shown, 1_500))
}

function bounded(ms: number, least: number): number {
  return Math.round(Math.min(PANEL_LIMITS_MS.max, Math.max(PANEL_LIMITS_MS.min, least, ms)))
}
