/** Tables of a story whose rows are written down as they change, each with the column that a person knows a row by. */
export const recordedTables = {
  chapter: 'title',
  scene: 'heading',
  panel: 'description',
  character: 'name',
  location: 'name',
  instruction: 'text',
} as const

/** Of a project its settings are written down as well. */
export const recorded = { ...recordedTables, project: 'name' } as const
export type RecordedKind = keyof typeof recorded
