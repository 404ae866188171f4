export interface Segment {
  kind: 'narration' | 'quote'
  text: string
}

const PAIRS: [open: string, close: string][] = [
  ['“', '”'],
  ['"', '"'],
  ['«', '»'],
  ['„', '“'],
  ['「', '」'],
  ['『', '』'],
]
const OPENERS = new Map(PAIRS)

/** Which marks a text speaks in; single quotes only where it has no others, since they are apostrophes everywhere else. */
export function quoteStyle(text: string): 'double' | 'single' | 'none' {
  if (/[“"«„「『]/.test(text)) return 'double'
  return /(?:^|\s)[‘'][\p{Lu}\p{N}][^‘’'\n]*[.,!?…][’'](?=\s|$)/mu.test(text) ? 'single' : 'none'
}

/** Parts of a paragraph that are spoken and parts that are told, in order. A quote left open runs to the end, as in a speech over several paragraphs. */
export function segments(paragraph: string, style: 'double' | 'single' | 'none'): Segment[] {
  if (/^[—–―]\s*\S/u.test(paragraph)) return dashSegments(paragraph)
  const found: Segment[] = []
  let told: string[] = []
  // Only the end of what was told decides; joining it all for every mark would take quadratic time.
  let tail = ''
  const tell = (text: string) => {
    told.push(text)
    tail = (tail + text.slice(-8)).slice(-8)
  }
  let position = 0
  while (position < paragraph.length) {
    const quote = style === 'none' ? null : quoteAt(paragraph, position, style)
    if (quote === null) tell(paragraph[position]!)
    else if (isMention(quote.text, tail)) tell(paragraph.slice(position, quote.end))
    else {
      found.push({ kind: 'narration', text: told.join('').trim() }, { kind: 'quote', text: quote.text.trim() })
      told = []
      tail = ''
    }
    position = quote?.end ?? position + 1
  }
  return [...found, { kind: 'narration' as const, text: told.join('').trim() }].filter(({ text }) => text !== '')
}

function quoteAt(text: string, position: number, style: 'double' | 'single'): { text: string; end: number } | null {
  const open = text[position]!
  if (style === 'single') return singleQuoteAt(text, position)
  const close = OPENERS.get(open)
  if (close === undefined) return null
  const end = text.indexOf(close, position + 1)
  // German „…“ is also closed by ”; what is never closed runs on.
  const stop = end < 0 && open === '„' ? text.indexOf('”', position + 1) : end
  return stop < 0 ? { text: text.slice(position + 1), end: text.length } : { text: text.slice(position + 1, stop), end: stop + 1 }
}

function singleQuoteAt(text: string, position: number): { text: string; end: number } | null {
  if (!/[‘']/.test(text[position]!) || /[\p{L}\p{N}]/u.test(text[position - 1] ?? ' ')) return null
  for (let end = position + 1; end < text.length; end += 1) {
    const isClose = /[’']/.test(text[end]!) && !/[\p{L}\p{N}]/u.test(text[end + 1] ?? ' ')
    if (isClose && /[.,!?…—-]/.test(text[end - 1]!)) return { text: text.slice(position + 1, end), end: end + 1 }
  }
  return null
}

/** `— Bonjour, dit Jean. — Bonjour.`: dashes open speech and set off what is told. */
function dashSegments(paragraph: string): Segment[] {
  return paragraph
    .split(/(?:^|\s)[—–―]\s*/u)
    .map(text => text.trim())
    .filter(text => text !== '')
    .map((text, index) => ({ kind: index % 2 === 0 ? ('quote' as const) : ('narration' as const), text }))
}

/** Words in inverted commas inside a sentence (the "good" chair) are told, not said. `tail` is the end of what was told. */
function isMention(quote: string, tail: string): boolean {
  const isMidSentence = tail.trim() !== '' && !/[.!?…:,;—–-]["”’]?\s*$/.test(tail)
  return quote.trim() === '' || (isMidSentence && !/[.,!?…—–-]\s*$/.test(quote))
}
