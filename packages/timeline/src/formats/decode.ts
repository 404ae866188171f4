import { UnreadableTimeline } from './unreadable.ts'

type Encoding = { readonly label: string; readonly from: number }

/** What the first bytes tell: a byte order mark, or UTF-16 without one by the `<` of a document. */
const marked = (bytes: Uint8Array): Encoding | null => {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return { label: 'utf-8', from: 3 }
  if (first === 0xff && second === 0xfe) return { label: 'utf-16le', from: 2 }
  if (first === 0xfe && second === 0xff) return { label: 'utf-16be', from: 2 }
  if (first === 0x3c && second === 0) return { label: 'utf-16le', from: 0 }
  if (first === 0 && second === 0x3c) return { label: 'utf-16be', from: 0 }
  return null
}

/** The encoding that an XML declaration names. One that says UTF-16 in single bytes was changed by a program since. */
const declared = (bytes: Uint8Array): string | null => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 256))
  const label = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1] ?? null
  return label !== null && /^(utf-16|ucs|iso-10646)/i.test(label) ? null : label
}

const decoderOf = (label: string): InstanceType<typeof TextDecoder> => {
  try {
    return new TextDecoder(label, { fatal: true })
  } catch (cause) {
    throw new UnreadableTimeline('File', 1, 'document', `is written in “${label}”, which is no known encoding`, { cause })
  }
}

/**
 * The text of a timeline's file: UTF-8, or what a byte order mark or an XML declaration says. Edit decision lists may be in
 * the Windows code page that older programs write.
 * @throws UnreadableTimeline with the line of the first byte that is no text.
 */
export const decodeTimeline = (bytes: Uint8Array, kind: 'list' | 'document' = 'document'): string => {
  const { label, from } = marked(bytes) ?? { label: declared(bytes) ?? 'utf-8', from: 0 }
  const decoder = decoderOf(label)
  const text = bytes.subarray(from)
  try {
    return decoder.decode(text)
  } catch (cause) {
    if (kind === 'list' && label === 'utf-8') return new TextDecoder('windows-1252').decode(text)
    const upTo = new TextDecoder(label).decode(text).split('\ufffd', 1)[0] ?? ''
    throw new UnreadableTimeline('File', upTo.split('\n').length, 'document', `holds bytes that are no ${label.toUpperCase()}`, {
      cause,
    })
  }
}
