import { type Problem, ProblemError } from '@storycanvas/api'

export const isProblem = (error: unknown): error is ProblemError => error instanceof ProblemError

export type Complaint = { title: string; detail: string; remedy: string }

/** What happened and what to do, for a person to read, whatever was thrown. */
export function complaintOf(error: unknown): Complaint {
  if (isProblem(error)) {
    const { title, detail, remedy, errors } = error.problem
    const named = errors.map(({ field, message }) => `${field}: ${message}`).join('; ')
    return {
      title,
      detail: sentence([withoutCode(detail), named && `${named}.`].filter(Boolean).join(' ')),
      remedy: sentence(forPeople(remedy)),
    }
  }
  if (error instanceof TypeError) {
    return {
      title: 'The server cannot be reached',
      detail: 'The request did not get through.',
      remedy: 'Check that StoryCanvas is running and that you are connected; what you see stays as it is.',
    }
  }
  return {
    title: 'Something went wrong',
    detail: error instanceof Error ? error.message : String(error),
    remedy: 'Reload the page; if it happens again, tell the administrator what you did.',
  }
}

/** Remedies also speak to programs, which have to be told where to look; people see it right above. */
const forPeople = (remedy: string) => remedy.replace(/^See `detail`[.;] ?/, '').replaceAll('`', '')
/** Of a file that is refused the reason is told in words, and once more as a code for programs. */
const withoutCode = (detail: string) => detail.replace(/ \([a-z]+(-[a-z]+)+\)(?=\.?$)/, '')
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Messages by form field: `body.email` and `email` both belong to the field `email`. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!isProblem(error)) return {}
  const errors: Problem['errors'] = error.problem.errors
  return Object.fromEntries(errors.map(({ field, message }) => [field.replace(/^body\./, ''), message]))
}
