import { useOffered } from '../../../shell/commands/active.ts'
import { timelinePlaces } from '../../../shell/commands/timeline.ts'
import type { Command } from './keymap.ts'

/** Offers in the palette what the timeline's own keys do. */
export function useTimelineCommands(run: (command: Command) => void): void {
  useOffered(
    timelinePlaces.flatMap(({ id, title, entries }) =>
      entries.flatMap(({ command, ...entry }) => (command ? [{ place: id, title, entry, run: () => run(command) }] : [])),
    ),
  )
}
