/** Stories that come with StoryCanvas, read when one is opened. */
const files = import.meta.glob<string>('../../../../../examples/**/*.fountain', { query: '?raw', import: 'default' })

export type Sample = { name: string; read: () => Promise<string> }

/** The one that shows most in the shortest time. */
const first = /the-last-reel/

export const samples: readonly Sample[] = Object.entries(files)
  .toSorted(([a], [b]) => Number(first.test(b)) - Number(first.test(a)))
  .map(([path, read]) => ({ name: titleOf(path), read }))

function titleOf(path: string) {
  const words = (path.split('/').at(-1) ?? path).replace(/\.fountain$/, '').replaceAll(/[-_]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
