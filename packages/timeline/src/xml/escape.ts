// Outside https://www.w3.org/TR/xml/#charsets, lone surrogates included: no document may hold these, even escaped.
const illegal =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const special = /[&<>"\t\n\r]/g
const entities: { readonly [char: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
const isPlain = /^[\w .,:;/()+%{}[\]#@!?=*'-]*$/

/** Text without the characters that no XML document may hold. */
export const legalText = (text: string): string => (isPlain.test(text) ? text : text.replace(illegal, ''))

/** Text for an attribute or an element; line breaks and tabs survive attribute normalisation as references. */
export const escapeXml = (text: string): string =>
  isPlain.test(text) ? text : text.replace(illegal, '').replace(special, char => entities[char] ?? char)
