import { queryOptions } from '@tanstack/react-query'
import { server } from '../../api/server.ts'

/** The ways to begin that come with StoryCanvas; they change with its version alone. */
export const builtInTemplatesQuery = queryOptions({
  queryKey: ['built-in-templates'],
  queryFn: ({ signal }) => server.listBuiltInTemplates({}, { signal }),
  staleTime: Infinity,
})

type NamedRate = { label: string; value: { num: number; den: number }; canDrop: boolean }

export const rates: readonly [NamedRate, NamedRate, ...NamedRate[]] = [
  { label: '23.976', value: { num: 24_000, den: 1001 }, canDrop: false },
  { label: '24', value: { num: 24, den: 1 }, canDrop: false },
  { label: '25', value: { num: 25, den: 1 }, canDrop: false },
  { label: '29.97', value: { num: 30_000, den: 1001 }, canDrop: true },
  { label: '30', value: { num: 30, den: 1 }, canDrop: false },
  { label: '50', value: { num: 50, den: 1 }, canDrop: false },
  { label: '59.94', value: { num: 60_000, den: 1001 }, canDrop: true },
  { label: '60', value: { num: 60, den: 1 }, canDrop: false },
]
