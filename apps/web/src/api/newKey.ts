/** A new `Idempotency-Key`, also where the page comes over plain HTTP, which has no `crypto.randomUUID`. */
export const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-')
