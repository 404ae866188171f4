/** What a take is of: a panel, which shows it, or somebody or some place of the cast, whom it shows before any panel does. */
export type Target = { kind: 'panel' | 'character' | 'location'; id: string }

/** The columns that say so; at most one is filled. */
export type TargetColumns = { panelId: string | null; characterId: string | null; locationId: string | null }

export const targetColumn = { panel: 'panelId', character: 'characterId', location: 'locationId' } as const

export const columnsOf = ({ kind, id }: Target): TargetColumns => ({
  ...{ panelId: null, characterId: null, locationId: null },
  [targetColumn[kind]]: id,
})

/** Null for what was made for a clip alone. */
export function targetOf({ panelId, characterId, locationId }: TargetColumns): Target | null {
  if (panelId !== null) return { kind: 'panel', id: panelId }
  if (characterId !== null) return { kind: 'character', id: characterId }
  return locationId === null ? null : { kind: 'location', id: locationId }
}
