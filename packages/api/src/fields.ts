import { z } from 'zod'

/** PostgreSQL cannot hold U+0000, and a lone surrogate would not come back as it was sent. */
const storable = (value: string) => !value.includes('\u0000') && value.isWellFormed()
const unstorable = 'contains U+0000 or half of a surrogate pair; send well-formed Unicode text'

/** Text of several lines, kept byte for byte. */
export const text = (max: number) => z.string().max(max).refine(storable, unstorable)

/** One line that must say something: surrounding white space is dropped. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(storable, unstorable)
    .refine(value => !/[\r\n]/.test(value), 'must be a single line')

/** In small letters, as everything here compares and shows ids. */
export const id = z
  .uuid()
  .toLowerCase()
  .meta({ examples: ['01936f5e-7c3a-7b52-9f0e-3f2b7a5c1d20'] })
export const instant = z.iso.datetime().meta({ examples: ['2026-11-21T09:30:00.000Z'] })
export const milliseconds = z.int().min(1).max(86_400_000)
export const frames = z.int().min(0).max(100_000_000)
export const colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'must be a colour like #d9822b')
  .meta({ examples: ['#d9822b'] })

/** Frames per second as an exact fraction. */
export const Rate = z
  .strictObject({ num: z.int().min(1).max(240_000), den: z.int().min(1).max(1001) })
  .refine(({ num, den }) => num >= den && num <= 240 * den, 'must be 1 to 240 frames per second')
  .meta({ examples: [{ num: 24, den: 1 }] })

export const byId = z.object({ id })

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional().meta({ description: 'nextCursor of the page before' }),
}

/** A page of a list; `nextCursor` is null on the last one. */
export const page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** Where to put a thing among its siblings: behind the named one, or first. Absent means last. */
export const after = id.nullable().optional().meta({ description: 'id of the sibling to stand behind; null for first place' })

/** Grows with every change that people make to a thing. */
export const version = z.int()

/** The version that a change was made on: it is refused where somebody else has changed the same fields since. */
export const basis = z
  .int()
  .min(1)
  .meta({ description: 'version of the thing that this change stands on; without it the later change counts' })

/** A flag in a query string. */
export const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform(value => value === 'true')

export const times = { createdAt: instant, updatedAt: instant, deletedAt: instant.nullable() }

/** Any JSON object that PostgreSQL can hold, of at most so many bytes. */
export const document = (maxBytes: number) =>
  z
    .record(z.string(), z.unknown())
    .refine(value => isWithin(value, deepest), { error: `is nested deeper than ${deepest} levels`, abort: true })
    .refine(isStorable, unstorable)
    .refine(value => JSON.stringify(value).length <= maxBytes, `must be at most ${maxBytes} characters of JSON`)

/** Nothing that people or programs write comes near; whatever reads it level by level must come to its end. */
const deepest = 64

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every(inner => isWithin(inner, levels - 1))
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => storable(key) && isStorable(inner))
}
