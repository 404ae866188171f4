import type { DialogueLine } from '@storycanvas/api'

/** Dialogue as its column takes it. Ids inside JSON are compared as text, so they are written as PostgreSQL writes them. */
export const storedDialogue = (lines: readonly DialogueLine[]): string =>
  JSON.stringify(lines.map(line => ({ ...line, characterId: line.characterId?.toLowerCase() ?? null })))
