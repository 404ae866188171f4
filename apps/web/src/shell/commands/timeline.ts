import type { Command } from '../../pages/timeline/keys/keymap.ts'

type TimelineEntry = { id: string; label: string; keys: readonly string[]; onlyKeys?: true; command?: Command }

const tool = (
  id: string,
  label: string,
  keys: readonly string[],
  tool: Extract<Command, { kind: 'tool' }>['tool'],
): TimelineEntry => ({
  id,
  label,
  keys,
  command: { kind: 'tool', tool },
})

const tools: readonly TimelineEntry[] = [
  tool('select', 'Select, move and trim; Ctrl ripples or inserts, Alt rolls', ['a', 'v'], 'select'),
  tool('blade', 'Blade; with Shift through all tracks', ['b'], 'blade'),
  tool('ripple', 'Ripple trim', ['t'], 'ripple'),
  tool('roll', 'Roll a cut', ['r'], 'roll'),
  tool('slip', 'Slip the source under a clip', ['y'], 'slip'),
  tool('slide', 'Slide a clip between its neighbours', ['u'], 'slide'),
  { id: 'snapping', label: 'Snapping on or off', keys: ['n', 's'], command: { kind: 'snapping' } },
]

const edits: readonly TimelineEntry[] = [
  { id: 'split', label: 'Split at the playhead', keys: ['mod+b'], command: { kind: 'split' } },
  { id: 'delete', label: 'Delete and leave a gap', keys: ['Delete'], command: { kind: 'delete', ripple: false } },
  { id: 'close', label: 'Delete and close the gap', keys: ['shift+Delete'], command: { kind: 'delete', ripple: true } },
  {
    id: 'ripple-in',
    label: 'Ripple-trim the start to the playhead',
    keys: ['q'],
    command: { kind: 'ripple-to-playhead', edge: 'in' },
  },
  {
    id: 'ripple-out',
    label: 'Ripple-trim the end to the playhead',
    keys: ['w'],
    command: { kind: 'ripple-to-playhead', edge: 'out' },
  },
  {
    id: 'trim-in',
    label: 'Trim the start of the selected clip to the playhead',
    keys: ['['],
    command: { kind: 'trim-to-playhead', edge: 'in' },
  },
  {
    id: 'trim-out',
    label: 'Trim its end to the playhead',
    keys: [']'],
    command: { kind: 'trim-to-playhead', edge: 'out' },
  },
  { id: 'nudge', label: 'Nudge by a frame, or trim with the tool in hand (with Shift: ten)', keys: [',', '.'], onlyKeys: true },
  {
    id: 'shift',
    label: 'Move the selected clips by a frame (with Shift: ten)',
    keys: ['alt+ArrowLeft', 'alt+ArrowRight'],
    onlyKeys: true,
  },
  {
    id: 'track',
    label: 'Move the selected clips to the track above or below',
    keys: ['alt+ArrowUp', 'alt+ArrowDown'],
    onlyKeys: true,
  },
  { id: 'dissolve', label: 'Dissolve at the nearest cut', keys: ['shift+d', 'mod+t'], command: { kind: 'dissolve' } },
  { id: 'in', label: 'Mark in', keys: ['i'], command: { kind: 'mark', edge: 'in' } },
  { id: 'out', label: 'Mark out', keys: ['o'], command: { kind: 'mark', edge: 'out' } },
  { id: 'clear', label: 'Clear the marks', keys: ['x'], command: { kind: 'clear-marks' } },
  { id: 'lift', label: 'Lift what is marked', keys: [';'], command: { kind: 'take', how: 'lift' } },
  { id: 'extract', label: 'Extract what is marked', keys: ["'"], command: { kind: 'take', how: 'extract' } },
  { id: 'marker', label: 'Marker at the playhead', keys: ['m'], command: { kind: 'add-marker' } },
  { id: 'undo', label: 'Undo', keys: ['mod+z'], command: { kind: 'undo' } },
  { id: 'redo', label: 'Redo', keys: ['mod+shift+z', 'mod+y'], command: { kind: 'redo' } },
]

const about: readonly TimelineEntry[] = [
  { id: 'cut', label: 'To the cut before or after (with Shift: marker)', keys: ['ArrowUp', 'ArrowDown'], onlyKeys: true },
  {
    id: 'clip',
    label: 'Select the clip before or after (with Shift: as well)',
    keys: ['mod+ArrowLeft', 'mod+ArrowRight'],
    onlyKeys: true,
  },
  { id: 'all', label: 'Select everything', keys: ['mod+a'], command: { kind: 'select-all' } },
  { id: 'none', label: 'Select nothing; let go of what is in the hand', keys: ['Escape'], command: { kind: 'select-none' } },
  { id: 'nearer', label: 'Zoom in', keys: ['+'], command: { kind: 'zoom', nearer: true } },
  { id: 'farther', label: 'Zoom out', keys: ['-'], command: { kind: 'zoom', nearer: false } },
  { id: 'fit', label: 'Show the whole cut', keys: ['shift+z'], command: { kind: 'fit' } },
]

export const timelinePlaces = [
  { id: 'timeline-tools', title: 'Timeline: tools', entries: tools },
  { id: 'timeline-edits', title: 'Timeline: edits', entries: edits },
  { id: 'timeline-about', title: 'Timeline: getting about', entries: about },
] as const
