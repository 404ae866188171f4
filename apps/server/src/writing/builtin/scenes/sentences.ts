const END = /(?:[.!?…]+["”’')\]]*(?=\s|$)|[。！？]+[」』”]*|\s[-–—]{1,2}(?=\s+\p{Lu}))\s*/gu
// A full stop after these does not end a sentence. "No." does far more often than it stands for "number".
const ABBREVIATION = /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|Sgt|Lt|Capt|Col|Gen|Prof|Jr|Sr|vs|etc|\p{Lu})\.\s*$/u

/** Splits a paragraph into sentences. Joined by spaces they are the paragraph again, word for word. */
export function sentences(paragraph: string): string[] {
  const found: string[] = []
  let start = 0
  for (const end of paragraph.matchAll(END)) {
    const stop = end.index + end[0].length
    const sentence = paragraph.slice(start, stop)
    const isContinued = /^[\p{Ll}]/u.test(paragraph.slice(stop, stop + 1)) || ABBREVIATION.test(sentence.slice(-12))
    if (isContinued && stop < paragraph.length) continue
    found.push(sentence.trim())
    start = stop
  }
  const rest = paragraph.slice(start).trim()
  return [...found, rest].filter(sentence => sentence !== '')
}

/** Words as a reader or speaker counts them; scripts without spaces count two signs as a word. */
export function countWords(text: string): number {
  const signs = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}’'-]*/gu)?.length ?? 0
  return signs === 0 ? words : Math.ceil(signs / 2) + (text.match(/[\p{Script=Latin}\p{N}]+/gu)?.length ?? 0)
}
