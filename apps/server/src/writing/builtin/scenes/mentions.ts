const COMMON = new Set(
  'a an the old young little man woman boy girl guard officer doctor mother father captain nurse waiter driver voice first second third big tall stranger child king queen mr mrs ms dr miss sir lady and of'.split(
    ' ',
  ),
)

/** Finds the cast in running text: by full name, or by the part of a name that only one of them bears. */
export interface Mentions {
  /** Names in order of first mention. */
  in(text: string): string[]
}

/** `nouns` are words that mean one of them in small letters too. */
export function mentionsOf(names: readonly string[], nouns: ReadonlySet<string> = new Set()): Mentions {
  const owners = new Map<string, string | null>()
  for (const name of names) {
    for (const part of name.split(/[\s-]+/)) {
      const key = part.toLowerCase().replace(/[.,]$/, '')
      if (key.length < 3 || COMMON.has(key) || /^\d+$/.test(key)) continue
      owners.set(key, owners.has(key) && owners.get(key) !== name ? null : name)
    }
  }
  for (const name of names) owners.set(name.toLowerCase(), name)
  const keys = [...owners].filter(([, owner]) => owner !== null).map(([key]) => key)
  if (keys.length === 0) return { in: () => [] }
  const pattern = new RegExp(
    keys
      .sort((a, b) => b.length - a.length)
      .map(bounded)
      .join('|'),
    'giu',
  )
  return {
    in(text) {
      const found = new Set<string>()
      for (const match of text.matchAll(pattern)) {
        const owner = owners.get(match[0].toLowerCase())
        if (owner !== null && owner !== undefined && (nouns.has(match[0].toLowerCase()) || isName(match[0], owner)))
          found.add(owner)
      }
      return [...found]
    },
  }
}

/** Scripts written without spaces have no word edge to ask for. */
function bounded(key: string): string {
  const escaped = RegExp.escape(key)
  return /\p{Lu}/u.test(key.toUpperCase()) ? String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])` : escaped
}

/** "Rose stands" names Rose, "the sun rose" does not; "the guard" names a character called Guard. */
function isName(match: string, owner: string): boolean {
  const isCapital = !/^\p{Ll}/u.test(match)
  const isDescription = owner
    .toLowerCase()
    .split(/[\s-]+/)
    .every(word => COMMON.has(word) || /^\d+$/.test(word))
  return isCapital || isDescription || match.includes(' ')
}
