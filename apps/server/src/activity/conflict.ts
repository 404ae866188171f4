import { RequestError } from '../platform/http/problem.ts'

/** What stands in the way of taking a change back, and whose doing it is. */
export type Obstacle = { id: string; name: string; by: string | null }

/** The refusal that names what stands in the way and who put it there. */
export function conflictOver(obstacles: readonly Obstacle[], why: string): RequestError {
  const sentences = obstacles.map(({ id, name, by }) => ({ id, message: `${called(name)} ${why}${by ? ` by ${by}` : ''}` }))
  const [first] = sentences
  const others = sentences.length > 1 ? `, and so it is with ${sentences.length - 1} more` : ''
  return new RequestError('conflict', `This stays as it is: ${first?.message}${others}.`, {
    errors: sentences.map(({ id, message }) => ({ field: id, message })),
  })
}

const called = (name: string) => (name.trim() === '' ? 'It' : `“${name.length > 60 ? `${name.slice(0, 60)}…` : name}”`)
