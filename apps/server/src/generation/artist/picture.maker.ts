import type { PanelPicture } from './picture.ts'

/** A plain medium shot; tests say only what they care about. */
export function panelPicture(change: Partial<PanelPicture>): PanelPicture {
  return {
    id: 'panel',
    variation: 0,
    shotSize: 'medium',
    framing: 'single',
    angle: 'eye-level',
    cameraMove: 'static',
    setting: 'interior',
    timeOfDay: 'day',
    location: { name: 'Kitchen', description: '' },
    characters: [
      { name: 'Mara', colour: '#c0503f', look: 'woman, long dark hair, coat', side: 'left', speaking: true },
      { name: 'Jonas', colour: '#3f6fa0', look: 'man, grey beard, glasses, suit', side: 'right', speaking: false },
    ],
    description: 'Mara waits.',
    dialogue: 'We should not have come.',
    mood: '',
    width: 640,
    height: 360,
    caption: 'strip',
    ...change,
  }
}
