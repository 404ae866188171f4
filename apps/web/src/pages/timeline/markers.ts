import type { MarkerColour } from '@storycanvas/timeline'

/** Markers in colours that hold against both grounds. */
export const markerColours: Record<MarkerColour, string> = {
  red: '#e03131',
  orange: '#e8590c',
  yellow: '#e0a100',
  green: '#2f9e44',
  cyan: '#0c8599',
  blue: '#3b6fe0',
  purple: '#9c36b5',
  pink: '#d6336c',
  white: '#ced4da',
  black: '#495057',
}
