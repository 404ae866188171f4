import type { VideoFilter } from '../../api/queries.ts'

export type Sort = NonNullable<VideoFilter['sort']>

export const sorts: readonly { value: Sort; label: string }[] = [
  { value: 'date', label: 'Newest first' },
  { value: 'name', label: 'By name' },
  { value: 'duration', label: 'Longest first' },
  { value: 'views', label: 'Most viewed first' },
]

/** What a person chooses from, each with what it means to the server. */
export const lengths = [
  { value: 'short', label: 'Under 4 min', query: { maxSeconds: 240 } },
  { value: 'middle', label: '4 to 20 min', query: { minSeconds: 240, maxSeconds: 1200 } },
  { value: 'long', label: 'Over 20 min', query: { minSeconds: 1200 } },
] as const
export const sizes = [
  { value: '720', label: 'HD and more', query: { minHeight: 720 } },
  { value: '1080', label: 'Full HD and more', query: { minHeight: 1080 } },
  { value: '2160', label: '4K', query: { minHeight: 2160 } },
] as const
export const ages = [
  { value: '1', label: 'Today' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '365', label: 'Last year' },
] as const
export const statuses = [
  { value: 'ready', label: 'Ready' },
  { value: 'processing', label: 'Processing' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
] as const

export type Choice = {
  length: string | null
  size: string | null
  age: string | null
  status: string | null
  tag: string
  sort: Sort
}
export const noChoice: Choice = { length: null, size: null, age: null, status: null, tag: '', sort: 'date' }

const dayMs = 24 * 3600_000

/** The choice as the server takes it. Days begin at midnight, so that the same question is asked all day. */
export function filterOf(
  { length, size, age, status, tag, sort }: Choice,
  now = Date.now(),
): Omit<VideoFilter, 'search' | 'trash'> {
  const today = new Date(now).setHours(0, 0, 0, 0)
  return {
    sort,
    ...lengths.find(({ value }) => value === length)?.query,
    ...sizes.find(({ value }) => value === size)?.query,
    ...(age ? { createdFrom: new Date(today - (Number(age) - 1) * dayMs).toISOString() } : {}),
    ...(status ? { status: status as NonNullable<VideoFilter['status']> } : {}),
    ...(tag.trim() ? { tag: tag.trim() } : {}),
  }
}
