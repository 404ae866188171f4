import type { ActivityPart } from '@storycanvas/api'
import { expect, test } from 'vitest'
import { sentenceOf } from './deeds.ts'

const part = (
  verb: ActivityPart['verb'],
  kind: ActivityPart['kind'],
  name = '',
  count = 1,
  ...fields: string[]
): ActivityPart => ({
  ...{ verb, kind, name, count, fields },
  objectId: 'o',
})
const said = (parts: ActivityPart[], way: 'change' | 'undo' | 'redo' = 'change', operation = '') =>
  sentenceOf({ parts, way, operation })

test('an entry is said in words', () => {
  expect(said([part('changed', 'panel', 'A door', 1, 'imagePrompt', 'lensMm')])).toBe(
    'changed the image prompt and lens of panel “A door”',
  )
  expect(said([part('changed', 'panel', 'A door', 12, 'durationMs')])).toBe('changed the length of 12 panels')
  expect(said([part('changed', 'panel', 'A', 1, 'a', 'b', 'c', 'd')])).toBe('changed 4 fields of panel “A”')
  expect(said([part('deleted', 'panel', '', 3), part('deleted', 'scene', 'INT. HALL')])).toBe(
    'deleted scene “INT. HALL” with 3 panels',
  )
  expect(said([part('created', 'panel', ' ')])).toBe('created a panel')
  expect(
    said(
      [part('created', 'panel', 'p', 1948), part('created', 'chapter', 'One'), part('created', 'scene', 's', 1)],
      'change',
      'importIntoProject',
    ),
  ).toBe('imported a story: created chapter “One”, scene “s” and 1,948 panels')
  expect(said([part('moved', 'chapter', 'One')], 'undo')).toBe('took back: moved chapter “One”')
  expect(said([part('changed', 'cut', 'Ripple delete')], 'redo')).toBe('made again: edited the cut: Ripple delete')
  expect(said([part('changed', 'project', 'Film', 1, 'style')])).toBe('changed the style of the project')
})
