const SMALL_WORDS = new Set(['a', 'an', 'and', 'at', 'by', 'de', 'for', 'in', 'of', 'on', 'or', 'the', 'to', 'von', 'with'])
const TITLES = new Set(['dr', 'mr', 'mrs', 'ms', 'st', 'sgt', 'lt', 'jr', 'sr'])

/** `DR. O'BRIEN` → `Dr. O'Brien`, `BACK OF THE SHOP` → `Back of the Shop`. Text that has small letters is left as the writer had it. */
export function displayName(text: string): string {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (/\p{Ll}/u.test(name)) return name
  return name
    .split(' ')
    .map((word, index) => displayWord(word, index === 0))
    .join(' ')
}

function displayWord(word: string, isFirst: boolean): string {
  const small = word.toLowerCase()
  if (!isFirst && SMALL_WORDS.has(small)) return small
  const isAcronym = /^\p{Lu}{2,4}$/u.test(word) && !/[AEIOUY]/.test(word) && /^[A-Z]+$/.test(word) && !TITLES.has(small)
  if (isAcronym || /^[IVX]+$/.test(word)) return word
  return small
    .replace(/(^|[-/("“]|[’'](?=\p{L}{2}))(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/^Mc(\p{L})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`)
}
