export type RenderFailureCode = 'empty-timeline' | 'media-missing' | 'media-unreadable' | 'canvas-unsupported'

/** The timeline cannot be rendered as it is; `subject` names the clip or media. */
export class RenderError extends Error {
  override readonly name = 'RenderError'
  readonly code: RenderFailureCode
  readonly subject: string

  constructor(code: RenderFailureCode, subject: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.subject = subject
  }
}
