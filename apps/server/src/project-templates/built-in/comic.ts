import { beat, type Outline } from './outline.ts'

export const comic: Outline = {
  id: 'comic',
  name: 'Comic',
  description: 'Two pages of six panels that are read as much as watched; each stays long enough for its words.',
  aspectRatio: '1:1',
  rate: { num: 24, den: 1 },
  style: 'ink lines, flat colours, bold shadows',
  directions: [
    { scope: 'writing', text: 'At most two balloons in a panel, at most fifteen words in a balloon.' },
    { scope: 'image', text: 'Leave the upper third quiet, for the balloons. Everybody has a shape that is known in outline.' },
    { scope: 'all', text: 'A page ends on a question.' },
  ],
  chapters: [
    {
      title: 'Page one',
      synopsis: 'From the place to the surprise.',
      scenes: [
        {
          heading: 'EXT. CITY - NIGHT',
          synopsis: 'Where we are, who it is, what goes wrong.',
          beats: [
            beat('The place, with the title in the sky.', 'extreme-wide', 5),
            beat('The hero, from behind.', 'wide', 4),
            beat('What they look at.', 'close-up', 4),
            beat('Somebody speaks out of the picture.', 'medium', 4),
            beat('The hero turns.', 'close-up', 3),
            beat('What nobody expected.', 'wide', 5),
          ],
        },
      ],
    },
    {
      title: 'Page two',
      synopsis: 'From the fight to the last line.',
      scenes: [
        {
          heading: 'EXT. ROOFTOP - NIGHT',
          synopsis: 'It is settled, for now.',
          beats: [
            beat('Both of them, across the whole width.', 'wide', 5),
            beat('The blow.', 'close-up', 2),
            beat('The fall.', 'extreme-wide', 3),
            beat('A hand.', 'extreme-close-up', 3),
            beat('Eye to eye.', 'close-up', 4),
            beat('The last line, small in a large picture.', 'extreme-wide', 6),
          ],
        },
      ],
    },
  ],
}
