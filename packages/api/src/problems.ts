import { z } from 'zod'

/** Every way a request can fail, with its status and what the caller can do about it. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not valid', remedy: 'Correct the fields named under `errors`.' },
  'malformed-body': { status: 400, title: 'The body cannot be read', remedy: 'Send well-formed JSON of at most 1 MB.' },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    remedy: 'Send `Authorization: Bearer` with an access token or API key.',
  },
  'wrong-credentials': { status: 401, title: 'E-mail or password is wrong', remedy: 'Check both, or reset the password.' },
  'budget-exceeded': {
    status: 402,
    title: 'The budget does not allow this',
    remedy: 'Raise the budget of the project or account, or ask for less; `detail` has the sums.',
  },
  forbidden: { status: 403, title: 'You may not do this', remedy: 'Ask an owner for a role that may.' },
  'registration-closed': {
    status: 403,
    title: 'Registration is closed',
    remedy: 'Ask the owner of this server for an invitation.',
  },
  'not-found': { status: 404, title: 'There is no such thing here', remedy: 'Check the address; it may have been deleted.' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method', remedy: 'See /docs for what it takes.' },
  conflict: { status: 409, title: 'It clashes with what is there', remedy: 'Reload and try again.' },
  'already-exists': {
    status: 409,
    title: 'It exists already',
    remedy: 'Choose another value for the field named under `errors`.',
  },
  'timeline-overlap': {
    status: 409,
    title: 'The clip would lie over another one',
    remedy: 'Move it clear of the clips under `errors`, or send `allowOverlap`.',
  },
  'timeline-refused': {
    status: 422,
    title: 'The cut cannot be edited like this',
    remedy: 'See the edit named under `errors`; none of the edits has been made.',
  },
  'in-progress': { status: 409, title: 'The same request is still being worked on', remedy: 'Wait for the first one to end.' },
  'not-possible-now': { status: 409, title: 'Its state does not allow this', remedy: 'See `detail`.' },
  'range-not-satisfiable': { status: 416, title: 'The range lies outside the file', remedy: 'Ask for bytes within its length.' },
  'too-large': { status: 413, title: 'It is too large', remedy: 'Send less, or ask the administrator for a higher limit.' },
  'unsupported-media': { status: 415, title: 'This kind of content is not accepted', remedy: 'See `detail` for what is.' },
  'unreadable-media': {
    status: 422,
    title: 'The file cannot be used',
    remedy: 'See `detail`; choose another file, or convert this one with another program first.',
  },
  'unreadable-story': { status: 422, title: 'The story cannot be read', remedy: 'Send Fountain or plain text in UTF-8.' },
  'unreadable-project': {
    status: 422,
    title: 'The archive is no project',
    remedy: 'See `detail`; export the project again from the install that it comes from.',
  },
  'unreadable-timeline': {
    status: 422,
    title: 'The document cannot be brought home',
    remedy: 'See `detail`; export it again from the editor as FCPXML, FCP 7 XML, EDL, OpenTimelineIO, MLT or JSON.',
  },
  'idempotency-mismatch': {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    remedy: 'Use a new key for a new request.',
  },
  'too-many-requests': { status: 429, title: 'Too many requests', remedy: 'Wait for the seconds in Retry-After.' },
  internal: { status: 500, title: 'Something broke on our side', remedy: 'Try again; give the request id to the administrator.' },
  unavailable: {
    status: 503,
    title: 'Not available at the moment',
    remedy: 'Wait for the seconds in Retry-After and try again.',
  },
  'sandbox-missing': {
    status: 503,
    title: 'Uploads are switched off: the media sandbox is missing',
    remedy: 'Install bubblewrap on the server, or set UNSAFE_NO_SANDBOX.',
  },
  'quota-exceeded': {
    status: 413,
    title: 'Your account has all that it may',
    remedy: 'Remove videos or projects for good, in the trash too, or ask the administrator for more room.',
  },
  'insufficient-storage': { status: 507, title: 'The disk is full', remedy: 'Free space on the server and try again.' },
} as const satisfies Record<string, { status: number; title: string; remedy: string }>

export type ProblemCode = keyof typeof problems

/** RFC 9457, served as application/problem+json. */
export const Problem = z.object({
  type: z.string().meta({ examples: ['/docs/problems#not-found'] }),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  remedy: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
})
export type Problem = z.output<typeof Problem>
