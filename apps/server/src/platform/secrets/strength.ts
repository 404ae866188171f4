const fewestBytes = 32
/** Bits of surprise, by how often each byte occurs; 32 random bytes have about 155, 64 hexadecimal digits about 240. */
const leastEntropy = 110

/** Words of examples, manuals and defaults; a random key holds none of them by accident. */
const knownWords =
  /change[-_ ]?(me|this|in)|secret|passw[o0]rd|default|example|please|insecure|your[-_]|replace|storycanvas|development|qwerty|12345678|abcdefgh|deadbeef/i

/** Why a key would be guessed, in words for the administrator; undefined when it is good. */
export function findWeakness(key: string): string | undefined {
  const size = Buffer.byteLength(key)
  if (size < fewestBytes) return `it has ${size} bytes and needs ${fewestBytes}`
  if (knownWords.test(key)) return 'it holds a word that examples use'
  if (isRepetition(key)) return 'it repeats itself'
  if (isSequence(key)) return 'it counts'
  if (entropyOf(key) < leastEntropy) return 'it has too few different characters'
  return undefined
}

/** `abcabcabc…`: the text equals itself shifted by less than half. */
function isRepetition(text: string) {
  const period = (text + text).indexOf(text, 1)
  return period <= text.length / 2
}

function isSequence(text: string) {
  const bytes = [...Buffer.from(text)]
  const steps = bytes.slice(1).map((byte, index) => byte - (bytes[index] ?? 0))
  return steps.filter(step => Math.abs(step) === 1).length > steps.length / 2
}

function entropyOf(text: string) {
  const bytes = Buffer.from(text)
  const counts = new Map<number, number>()
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1)
  const perByte = [...counts.values()].reduce((sum, count) => sum - (count / bytes.length) * Math.log2(count / bytes.length), 0)
  return perByte * bytes.length
}
