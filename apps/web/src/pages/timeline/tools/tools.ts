export type ToolId = 'select' | 'blade' | 'ripple' | 'roll' | 'slip' | 'slide'

/** Tools as the bar shows them; the first key is the one that is named. */
export const tools: readonly { id: ToolId; name: string; keys: readonly string[]; does: string }[] = [
  { id: 'select', name: 'Selection', keys: ['a', 'v'], does: 'move and trim clips; Ctrl inserts, or ripples a trim; Alt rolls' },
  { id: 'blade', name: 'Blade', keys: ['b'], does: 'split the clip; with Shift those of all tracks' },
  { id: 'ripple', name: 'Ripple trim', keys: ['t'], does: 'trim, and what follows moves along' },
  { id: 'roll', name: 'Roll', keys: ['r'], does: 'move the cut between two clips' },
  { id: 'slip', name: 'Slip', keys: ['y'], does: 'show another part of the source in the same place' },
  { id: 'slide', name: 'Slide', keys: ['u'], does: 'move a clip between its neighbours' },
]
