import type { ActivityEntry } from '@storycanvas/api'

const dayName = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const DAY_MS = 86_400_000

/** Entries by the day on which they were made, as the reader's clock has it. */
export function daysOf(entries: readonly ActivityEntry[], now = Date.now()): { day: string; entries: ActivityEntry[] }[] {
  const today = dayName.format(now)
  const yesterday = dayName.format(now - DAY_MS)
  const spoken = (day: string) => (day === today ? 'Today' : day === yesterday ? 'Yesterday' : day)
  const days = Map.groupBy(entries, ({ at }) => spoken(dayName.format(Date.parse(at))))
  return [...days].map(([day, entries]) => ({ day, entries }))
}
