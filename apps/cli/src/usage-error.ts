/** The command line cannot be understood or its input not be used: exit code 2 and this one sentence. */
export class UsageError extends Error {
  override name = 'UsageError'
}
