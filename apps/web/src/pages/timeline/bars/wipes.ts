/** Wipes that the player shows as the film will have them, by their SMPTE 258M numbers. */
export const wipes = [
  { value: '1', label: 'Wipe from the left' },
  { value: '2', label: 'Wipe from the top' },
  { value: '3', label: 'Wipe from the top left corner' },
  { value: '21', label: 'Doors opening sideways' },
  { value: '22', label: 'Doors opening up and down' },
  { value: '41', label: 'Diagonal wipe' },
  { value: '101', label: 'Square from the middle' },
  { value: '102', label: 'Diamond from the middle' },
  { value: '119', label: 'Circle from the middle' },
]
