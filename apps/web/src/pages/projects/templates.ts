import type { AspectRatio, ProjectTemplate } from '@storycanvas/api'

type Template = { value: ProjectTemplate; label: string; note: string; aspectRatio: AspectRatio; rate: string }

export const templates: readonly [Template, ...Template[]] = [
  {
    value: 'short-film',
    label: 'Short film',
    note: 'A screenplay in scenes, cut for the story.',
    aspectRatio: '16:9',
    rate: '24',
  },
  { value: 'music-video', label: 'Music video', note: 'Shots laid out to a piece of music.', aspectRatio: '16:9', rate: '24' },
  { value: 'commercial', label: 'Commercial', note: 'Half a minute with a message.', aspectRatio: '16:9', rate: '25' },
  { value: 'comic', label: 'Comic', note: 'Panels that are read as much as watched.', aspectRatio: '1:1', rate: '24' },
  {
    value: 'highlights-montage',
    label: 'Highlights montage',
    note: 'The best moments of longer footage.',
    aspectRatio: '16:9',
    rate: '30',
  },
  { value: 'blank', label: 'Blank', note: 'Nothing decided yet.', aspectRatio: '16:9', rate: '24' },
]

type NamedRate = { label: string; value: { num: number; den: number }; canDrop: boolean }

export const rates: readonly [NamedRate, NamedRate, ...NamedRate[]] = [
  { label: '23.976', value: { num: 24_000, den: 1001 }, canDrop: false },
  { label: '24', value: { num: 24, den: 1 }, canDrop: false },
  { label: '25', value: { num: 25, den: 1 }, canDrop: false },
  { label: '29.97', value: { num: 30_000, den: 1001 }, canDrop: true },
  { label: '30', value: { num: 30, den: 1 }, canDrop: false },
  { label: '50', value: { num: 50, den: 1 }, canDrop: false },
  { label: '59.94', value: { num: 60_000, den: 1001 }, canDrop: true },
  { label: '60', value: { num: 60, den: 1 }, canDrop: false },
]
