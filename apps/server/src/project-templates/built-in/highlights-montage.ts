import { beat, type Outline } from './outline.ts'

export const highlightsMontage: Outline = {
  id: 'highlights-montage',
  name: 'Highlights montage',
  description:
    'An opening card, the best moments from the slow to the loud, and a last card; the moments come from your footage.',
  aspectRatio: '16:9',
  rate: { num: 30, den: 1 },
  style: 'bold, dark ground, one bright colour',
  directions: [
    { scope: 'image', text: 'Cards are drawn, never photographs: plain ground, one large shape.' },
    { scope: 'video', text: 'Begin each moment just before it happens, and leave it as soon as it has.' },
    { scope: 'writing', text: 'A card has at most four words.' },
  ],
  chapters: [
    {
      title: 'Opening',
      synopsis: 'Who, where, when.',
      scenes: [
        {
          heading: 'INT. CARD - DAY',
          synopsis: 'The opening card, over the first beats of the music.',
          beats: [beat('Opening card: name and occasion.', 'wide', 3)],
        },
      ],
    },
    {
      title: 'Moments',
      synopsis: 'Placeholders for what the footage gives: put a clip over each.',
      scenes: [
        {
          heading: 'EXT. FIELD - DAY',
          synopsis: 'From the first good moment to the best.',
          beats: [
            beat('A quiet moment, to know the place.', 'wide', 4),
            beat('A clever one.', 'medium', 3),
            beat('A funny one.', 'medium', 3),
            beat('A close one.', 'close-up', 3),
            beat('The best one.', 'wide', 5),
            beat('The best one once more, slowly.', 'close-up', 4),
          ],
        },
      ],
    },
    {
      title: 'Closing',
      synopsis: 'The result, and where to see more.',
      scenes: [
        {
          heading: 'INT. CARD - NIGHT',
          synopsis: 'The last card.',
          beats: [beat('Closing card: the result.', 'wide', 4)],
        },
      ],
    },
  ],
}
