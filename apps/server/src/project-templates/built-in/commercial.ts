import { beat, type Outline } from './outline.ts'

export const commercial: Outline = {
  id: 'commercial',
  name: 'Commercial',
  description: 'Thirty seconds: three to be seen, nine to be understood, twelve to be wanted, six to be remembered.',
  aspectRatio: '16:9',
  rate: { num: 25, den: 1 },
  style: 'clean, bright, shallow depth of field',
  directions: [
    { scope: 'writing', text: 'One message. Every line that does not carry it goes.' },
    { scope: 'image', text: 'The product is never cut off by the edge of the picture and never lies in shadow.' },
    { scope: 'all', text: 'No other brands, anywhere.' },
  ],
  chapters: [
    {
      title: 'Thirty seconds',
      synopsis: '',
      scenes: [
        {
          heading: 'INT. KITCHEN - MORNING',
          synopsis: 'The first three seconds: a picture that stops the thumb.',
          beats: [beat('Something that should not be like this.', 'close-up', 3)],
        },
        {
          heading: 'INT. KITCHEN - CONTINUOUS',
          synopsis: 'The trouble that everybody knows.',
          beats: [
            beat('Somebody like the viewer, in the middle of the trouble.', 'medium', 4),
            beat('It gets worse.', 'wide', 5),
          ],
        },
        {
          heading: 'INT. KITCHEN - LATER',
          synopsis: 'The product, and what it changes.',
          beats: [
            beat('The product, for the first time.', 'close-up', 4, 'dolly-in'),
            beat('It is used, by a hand.', 'extreme-close-up', 3),
            beat('The same place, as it should be.', 'wide', 5),
          ],
        },
        {
          heading: 'INT. STUDIO - DAY',
          synopsis: 'The name and what to do now.',
          beats: [beat('The product alone, with room beside it for the words.', 'medium', 6)],
        },
      ],
    },
  ],
}
