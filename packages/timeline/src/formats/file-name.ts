/**
 * A name that every file system takes: no separators, reserved or control characters, no device name of Windows, at most
 * 80 bytes in UTF-8.
 */
export const fileName = (name: string): string => {
  let plain = name
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"*/:<>?\\|]/g, '-')
    .replace(/^[\s.-]+|[\s.]+$/g, '')
  while (new TextEncoder().encode(plain).length > 80) plain = Array.from(plain).slice(0, -1).join('')
  plain = plain.replace(/[\s.]+$/, '')
  if (plain === '') return 'timeline'
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain
}
