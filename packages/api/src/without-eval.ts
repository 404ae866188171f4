import { config } from 'zod'

// zod tries whether it may compile its checks with `new Function`. Where a page forbids that, as ours does by its
// Content-Security-Policy, the mere attempt is reported as an error. This has to run before the first schema is made.
if ('document' in globalThis) config({ jitless: true })
