/** A name as the key of a cursor, where no control character may stand. */
export const keyOfName = (name: string): string => Buffer.from(name).toString('base64url')
export const nameOfKey = (key: string): string => Buffer.from(key, 'base64url').toString('utf8').replaceAll('\u0000', '')
