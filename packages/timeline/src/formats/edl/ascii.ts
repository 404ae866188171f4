/** Text for a list of one line per thing: ASCII only, accents dropped, anything else a question mark. */
export const toAscii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\u0020-\u007e]/gu, '?')
    .trim()
