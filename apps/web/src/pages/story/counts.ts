import type { Server } from '../../api/server.ts'

export type ImportReport = Awaited<ReturnType<Server['importIntoProject']>>

export type Counts = readonly { label: string; value: number }[]

/** What an import makes, in the order in which a person thinks of it; what there is none of is left out. */
export function countsOf(made: ImportReport['made']): Counts {
  const all = [
    { one: 'Chapter', many: 'Chapters', value: made.chapters },
    { one: 'Scene', many: 'Scenes', value: made.scenes },
    { one: 'Panel', many: 'Panels', value: made.panels },
    { one: 'Character', many: 'Characters', value: made.characters },
    { one: 'Location', many: 'Locations', value: made.locations },
    { one: 'Line of dialogue', many: 'Lines of dialogue', value: made.dialogueLines },
  ]
  return all.filter(({ value }) => value > 0).map(({ one, many, value }) => ({ label: value === 1 ? one : many, value }))
}
