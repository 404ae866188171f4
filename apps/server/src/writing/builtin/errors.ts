/** Why a text cannot be broken down; `message` says it to the person who sent it, with the remedy. */
export class BreakDownError extends Error {
  override readonly name = 'BreakDownError'
  readonly code: 'empty' | 'too-large' | 'binary' | 'malformed'

  constructor(code: BreakDownError['code'], message: string) {
    super(message)
    this.code = code
  }
}
