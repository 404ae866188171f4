export const edlOptions = {
  style: { label: 'Made for', values: { premiere: 'Premiere Pro', avid: 'Avid', resolve: 'DaVinci Resolve' } },
  longLists: { label: 'More than 999 events', values: { split: 'Several lists', 'six-digit': 'Six-digit event numbers' } },
} as const

export type EdlStyle = keyof typeof edlOptions.style.values
