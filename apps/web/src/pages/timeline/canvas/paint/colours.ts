/** Colours of the canvas, for the theme in force. */
export type Colours = Record<
  | 'ground'
  | 'row'
  | 'spare'
  | 'line'
  | 'text'
  | 'faint'
  | 'clip'
  | 'clipHead'
  | 'clipEdge'
  | 'sound'
  | 'soundHead'
  | 'soundEdge'
  | 'wave'
  | 'gain'
  | 'caption'
  | 'accent'
  | 'overlap'
  | 'fade'
  | 'covered'
  | 'scene'
  | 'marked'
  | 'snap'
  | 'off',
  string
>

const dark: Colours = {
  ground: '#161616',
  row: '#1c1c1c',
  spare: '#191919',
  line: '#303030',
  text: '#e8e8e8',
  faint: '#a0a0a0',
  clip: '#33445f',
  clipHead: '#3d5273',
  clipEdge: '#5a759f',
  sound: '#21412f',
  soundHead: '#2c573f',
  soundEdge: '#4b8566',
  wave: '#7fc79f',
  gain: '#e8e8e8',
  caption: '#4a4230',
  accent: '#86abff',
  overlap: 'rgb(255 255 255 / 24%)',
  fade: 'rgb(0 0 0 / 50%)',
  covered: 'rgb(224 82 82 / 45%)',
  scene: '#262626',
  marked: 'rgb(134 171 255 / 22%)',
  snap: '#ffd43b',
  off: 'rgb(22 22 22 / 62%)',
}
const light: Colours = {
  ground: '#ffffff',
  row: '#f3f3f3',
  spare: '#fafafa',
  line: '#d9d9d9',
  text: '#1a1a1a',
  faint: '#5c5c5c',
  clip: '#c6d5f0',
  clipHead: '#b3c8ec',
  clipEdge: '#7f9fd6',
  sound: '#cfe9da',
  soundHead: '#b7ddc8',
  soundEdge: '#6fae8c',
  wave: '#3f8a63',
  gain: '#1a1a1a',
  caption: '#f1e5c4',
  accent: '#2552bd',
  overlap: 'rgb(0 0 0 / 20%)',
  fade: 'rgb(0 0 0 / 34%)',
  covered: 'rgb(201 42 42 / 38%)',
  scene: '#e9e9e9',
  marked: 'rgb(37 82 189 / 16%)',
  snap: '#d9480f',
  off: 'rgb(243 243 243 / 66%)',
}

export const coloursOf = (scheme: 'dark' | 'light'): Colours => (scheme === 'dark' ? dark : light)
