import { invalidField } from '../http/problem.ts'

/** A pattern for `ilike` that finds these very words. */
export function containing(search: string): string {
  if (search.includes('\u0000')) throw invalidField('search', 'contains U+0000, which no text here does')
  return `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
}
