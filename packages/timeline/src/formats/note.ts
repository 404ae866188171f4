/**
 * JSON that any text format can hold: pure ASCII, so that neither encodings nor XML's forbidden characters touch it. Other
 * programs carry it as a note; our readers take ids and what has no place in the format from it.
 */
export const noteText = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
