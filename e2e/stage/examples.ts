import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** Where a story that comes with StoryCanvas lies. */
export const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))

/** The opening of a screenplay, so many paragraphs of it: a whole film that is rendered in seconds. */
export async function opening(name: string, paragraphs: number): Promise<string> {
  const text = await readFile(example(name), 'utf8')
  return text.split('\n\n').slice(0, paragraphs).join('\n\n')
}
