import { timelinePlaces } from './timeline.ts'

/** Something that a key does, or that stands in the palette while its page is open. */
export type Entry = {
  id: string
  label: string
  /** As `mod+shift+ArrowUp`: `mod` is Ctrl, or ⌘ on a Mac. Without keys it stands in the palette alone. */
  keys: readonly string[]
  /** It needs a direction or place that only the keys say, so that it is not in the palette. */
  onlyKeys?: true
}
export type PlaceOfKeys = { id: string; title: string; entries: readonly Entry[] }

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
const held = (modifier: string) => arrows.map(key => `${modifier}+${key}`)

/**
 * Every command of the app. Pages bind what stands here, the palette offers it, and the keyboard map shows it: a key that is
 * not here does nothing, and one that is here does what it says.
 */
export const catalogue = [
  {
    id: 'everywhere',
    title: 'Everywhere',
    entries: [
      { id: 'palette', label: 'Search and commands', keys: ['mod+k'], onlyKeys: true },
      { id: 'keys', label: 'Keyboard shortcuts', keys: ['?'] },
    ],
  },
  {
    id: 'project',
    title: 'In a project',
    entries: [
      { id: 'story', label: 'Go to Story', keys: ['1'] },
      { id: 'board', label: 'Go to Board', keys: ['2'] },
      { id: 'cast', label: 'Go to Cast', keys: ['3'] },
      { id: 'timeline', label: 'Go to Timeline', keys: ['4'] },
      { id: 'generate', label: 'Go to Generate', keys: ['5'] },
      { id: 'export', label: 'Go to Export', keys: ['6'] },
      { id: 'activity', label: 'Go to Activity: who did what', keys: ['7'] },
      { id: 'undo', label: 'Take back the last change of my own', keys: ['mod+z'] },
      { id: 'redo', label: 'Make again what I took back', keys: ['mod+shift+z'] },
      { id: 'directions', label: 'Directions for the whole film', keys: [] },
      { id: 'drafts', label: 'Drafts that await a choice', keys: [] },
    ],
  },
  {
    id: 'story',
    title: 'Story',
    entries: [
      { id: 'import', label: 'Import a story', keys: [] },
      { id: 'add-chapter', label: 'Add a chapter', keys: [] },
      { id: 'add-scene', label: 'Add a scene at the end', keys: [] },
      { id: 'write', label: 'Write in the scene at hand', keys: ['w'] },
      { id: 'next-scene', label: 'To the next scene', keys: ['j'] },
      { id: 'previous-scene', label: 'To the scene before', keys: ['k'] },
      { id: 'mode', label: 'Whole text, or scene by scene', keys: ['t'] },
      { id: 'fountain', label: 'Export the screenplay as Fountain', keys: [] },
      { id: 'fdx', label: 'Export the screenplay for Final Draft', keys: [] },
    ],
  },
  {
    id: 'script',
    title: 'Writing a scene',
    entries: [
      { id: 'cycle', label: 'Make the line the next element', keys: ['Tab'], onlyKeys: true },
      { id: 'cycle-back', label: 'Make it the element before', keys: ['shift+Tab'], onlyKeys: true },
      { id: 'enter', label: 'Go on to what comes next', keys: ['Enter'], onlyKeys: true },
      {
        id: 'element',
        label: 'Heading, action, character, dialogue, parenthetical, transition',
        keys: ['alt+1', 'alt+2', 'alt+3', 'alt+4', 'alt+5', 'alt+6'],
        onlyKeys: true,
      },
      { id: 'make', label: 'Make the panels that are shown below', keys: ['mod+Enter'], onlyKeys: true },
      { id: 'leave', label: 'On into the scene before or after', keys: ['ArrowUp', 'ArrowDown'], onlyKeys: true },
      { id: 'undo', label: 'Take back what I typed; with Shift again', keys: ['mod+z'], onlyKeys: true },
      { id: 'out', label: 'Out of the text: then Tab goes on', keys: ['Escape'], onlyKeys: true },
    ],
  },
  {
    id: 'outline',
    title: 'Outline of the story',
    entries: [{ id: 'move', label: 'Move the chapter or scene', keys: ['alt+ArrowUp', 'alt+ArrowDown'], onlyKeys: true }],
  },
  {
    id: 'board',
    title: 'Board',
    entries: [
      { id: 'go', label: 'Go to another panel', keys: [...arrows, 'Home', 'End'], onlyKeys: true },
      { id: 'reach', label: 'Select as far as there', keys: [...held('shift'), 'shift+Home', 'shift+End'], onlyKeys: true },
      { id: 'all', label: 'Select all panels', keys: ['mod+a'] },
      { id: 'toggle', label: 'Select or leave out the panel', keys: ['Enter'] },
      { id: 'move', label: 'Move the selected panels, over the bounds of scenes too', keys: held('alt'), onlyKeys: true },
      { id: 'draw', label: 'Draw the selected panels', keys: ['d'] },
      { id: 'draw-all', label: 'Draw all panels', keys: [] },
      { id: 'draw-missing', label: 'Draw the panels without a picture', keys: [] },
      { id: 'play', label: 'Play the animatic from here', keys: ['Space'] },
      { id: 'delete', label: 'Delete the selected panels', keys: ['Delete'] },
      { id: 'none', label: 'Select nothing', keys: ['Escape'] },
    ],
  },
  {
    id: 'takes',
    title: 'Takes',
    entries: [
      { id: 'before', label: 'To the take before', keys: ['ArrowLeft'] },
      { id: 'after', label: 'To the take after', keys: ['ArrowRight'] },
      { id: 'pick', label: 'Pick it: the panel shows this take', keys: ['p'] },
      { id: 'compare', label: 'Compare with the chosen one; arrows move the slider', keys: ['c'] },
      { id: 'favourite', label: 'Favourite', keys: ['f'] },
      { id: 'make', label: 'Make something from the picture', keys: ['m'] },
      { id: 'alone', label: 'Compare no more', keys: ['Escape'] },
      { id: 'delete', label: 'Delete the take', keys: ['Delete'] },
    ],
  },
  {
    id: 'mask',
    title: 'Painting a mask',
    entries: [
      { id: 'brush', label: 'Brush', keys: ['b'], onlyKeys: true },
      { id: 'eraser', label: 'Eraser', keys: ['e'], onlyKeys: true },
      { id: 'smaller', label: 'Smaller', keys: ['['], onlyKeys: true },
      { id: 'larger', label: 'Larger', keys: [']'], onlyKeys: true },
      { id: 'move', label: 'Move the brush (with Shift: further)', keys: [...arrows, ...held('shift')], onlyKeys: true },
      { id: 'dab', label: 'Paint where the brush is; held down, with the arrows a stroke', keys: ['Space'], onlyKeys: true },
      { id: 'undo', label: 'Take back the last stroke', keys: ['mod+z'], onlyKeys: true },
      { id: 'redo', label: 'Lay it again', keys: ['mod+shift+z'], onlyKeys: true },
      { id: 'invert', label: 'Paint what is not painted, and the other way round', keys: ['i'], onlyKeys: true },
    ],
  },
  {
    id: 'queue',
    title: 'Queue',
    entries: [
      {
        id: 'go',
        label: 'Go to another job (with Shift: select as far as there)',
        keys: ['ArrowUp', 'ArrowDown'],
        onlyKeys: true,
      },
      { id: 'move', label: 'Move a waiting job in its turn', keys: ['alt+ArrowUp', 'alt+ArrowDown'], onlyKeys: true },
      { id: 'rank', label: 'Raise or lower the selected jobs', keys: ['+', '-'], onlyKeys: true },
      { id: 'hold', label: 'Hold them back, or let them go on', keys: ['h'], onlyKeys: true },
      { id: 'retry', label: 'Try those that failed again', keys: ['r'], onlyKeys: true },
      { id: 'remove', label: 'Cancel them; those that have ended leave the list', keys: ['Delete'], onlyKeys: true },
    ],
  },
  {
    id: 'player',
    title: 'Players',
    entries: [
      { id: 'play', label: 'Play or pause', keys: ['Space'], onlyKeys: true },
      { id: 'shuttle', label: 'Backwards, pause, forwards; again for faster', keys: ['j', 'k', 'l'], onlyKeys: true },
      { id: 'step', label: 'One frame back or on (with Shift: one second)', keys: ['ArrowLeft', 'ArrowRight'], onlyKeys: true },
      { id: 'shot', label: 'To the shot before or after', keys: ['ArrowUp', 'ArrowDown'], onlyKeys: true },
      { id: 'ends', label: 'To the beginning or end', keys: ['Home', 'End'], onlyKeys: true },
    ],
  },
  ...timelinePlaces,
  {
    id: 'watch',
    title: 'Watch',
    entries: [
      { id: 'play', label: 'Play or pause', keys: ['k', 'Space'], onlyKeys: true },
      { id: 'seek', label: 'Ten seconds back or on', keys: ['j', 'l'], onlyKeys: true },
      { id: 'nudge', label: 'Five seconds back or on', keys: ['ArrowLeft', 'ArrowRight'], onlyKeys: true },
      { id: 'volume', label: 'Volume', keys: ['ArrowUp', 'ArrowDown'], onlyKeys: true },
      { id: 'tenth', label: 'To that tenth of the video', keys: Array.from('0123456789'), onlyKeys: true },
      { id: 'full', label: 'Full screen', keys: ['f'], onlyKeys: true },
      { id: 'mute', label: 'Mute', keys: ['m'], onlyKeys: true },
      { id: 'captions', label: 'Captions', keys: ['c'], onlyKeys: true },
      { id: 'picture', label: 'Picture in picture', keys: ['p'], onlyKeys: true },
      { id: 'speed', label: 'Slower, faster', keys: ['<', '>'], onlyKeys: true },
    ],
  },
] as const satisfies readonly PlaceOfKeys[]

type Known = (typeof catalogue)[number]
export type PlaceId = Known['id']
export type CommandId<P extends PlaceId> = Extract<Known, { id: P }>['entries'][number]['id']

const byId = new Map<string, PlaceOfKeys>(catalogue.map(place => [place.id, place]))
export const entriesOf = (place: PlaceId): readonly Entry[] => byId.get(place)?.entries ?? []
