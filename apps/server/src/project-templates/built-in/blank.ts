import type { Outline } from './outline.ts'

export const blank: Outline = {
  id: 'blank',
  name: 'Blank',
  description: 'Nothing decided yet.',
  aspectRatio: '16:9',
  rate: { num: 24, den: 1 },
  style: '',
  directions: [],
  chapters: [],
}
