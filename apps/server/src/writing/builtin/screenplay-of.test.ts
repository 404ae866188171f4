import { deepEqual, equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { breakDown } from './break-down.ts'
import { writeFountain } from './screenplay/write-fountain.ts'
import { screenplayOf } from './screenplay-of.ts'
import type { Story } from './story.ts'

const example = (name: string) => readFileSync(new URL(`../../../../../examples/${name}`, import.meta.url), 'utf8')
const spoken = (story: Story) =>
  story.chapters.flatMap(chapter =>
    chapter.scenes.flatMap(scene => scene.panels.flatMap(panel => panel.dialogue.map(line => `${line.character}: ${line.text}`))),
  )

describe('a story as a screenplay', () => {
  it('comes back the same after a way out and in again', () => {
    const story = breakDown({ format: 'auto', text: example('salt-line.fountain') })
    const again = breakDown({ format: 'fountain', text: writeFountain(screenplayOf(story)) })
    deepEqual(spoken(again), spoken(story))
    deepEqual(
      again.chapters.map(chapter => [chapter.title, chapter.synopsis]),
      story.chapters.map(chapter => [chapter.title, chapter.synopsis]),
    )
    deepEqual(
      again.chapters.flatMap(chapter => chapter.scenes.map(scene => [scene.number, scene.heading, scene.panels.length])),
      story.chapters.flatMap(chapter => chapter.scenes.map(scene => [scene.number, scene.heading, scene.panels.length])),
    )
  })

  it('gives prose headings, cues and every word that was spoken', () => {
    const story = breakDown({ format: 'auto', text: example('the-lamp-that-walked.md') })
    const text = writeFountain(screenplayOf(story))
    ok(text.includes('EXT. GREAT MARSH - NIGHT') && text.includes('\nFOX\n'))
    const again = breakDown({ format: 'fountain', text })
    equal(again.title, story.title)
    const words = (lines: string[]) => lines.map(line => line.replace(/^[^:]*: /, '')).join(' ')
    equal(words(spoken(again)), words(spoken(story)))
  })
})
