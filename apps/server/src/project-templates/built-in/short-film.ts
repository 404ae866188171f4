import { beat, type Outline } from './outline.ts'

export const shortFilm: Outline = {
  id: 'short-film',
  name: 'Short film',
  description: 'Three acts in six scenes, about a minute: a wish, what stands in its way, and what it costs.',
  aspectRatio: '16:9',
  rate: { num: 24, den: 1 },
  style: '',
  directions: [
    { scope: 'writing', text: 'Show it, do not say it: a scene begins late and ends early.' },
    { scope: 'image', text: 'One source of light in each place, the same whenever we come back.' },
    { scope: 'all', text: 'Clothes and hair stay the same within a day of the story.' },
  ],
  chapters: [
    {
      title: 'Act one: the wish',
      synopsis: 'Who it is, where they live, and what they want.',
      scenes: [
        {
          heading: 'INT. HOME - MORNING',
          synopsis: 'The ordinary day, with something missing in it.',
          beats: [
            beat('The place, before anybody speaks.', 'wide', 4),
            beat('The one whom the film is about, at what they do every day.', 'medium', 3),
            beat('The thing that is missing, or that they look at too long.', 'close-up', 3),
          ],
        },
        {
          heading: 'EXT. STREET - DAY',
          synopsis: 'Something happens that cannot be put off.',
          beats: [
            beat('The way out into the world.', 'wide', 3),
            beat('What happens.', 'medium', 4),
            beat('The face that takes it in.', 'close-up', 3, 'dolly-in'),
          ],
        },
      ],
    },
    {
      title: 'Act two: what stands in the way',
      synopsis: 'They try, it gets worse, they try another way.',
      scenes: [
        {
          heading: 'INT. SOMEWHERE NEW - DAY',
          synopsis: 'The first try, with help from somebody.',
          beats: [
            beat('A place that we have not seen.', 'wide', 4),
            beat('The two of them, across from each other.', 'medium', 4),
            beat('What is offered.', 'close-up', 3),
          ],
        },
        {
          heading: 'EXT. OPEN GROUND - DUSK',
          synopsis: 'The try fails. The price is known now.',
          beats: [
            beat('Small, in a large picture.', 'extreme-wide', 4),
            beat('What breaks.', 'close-up', 2),
            beat('Alone with it.', 'medium', 4),
          ],
        },
      ],
    },
    {
      title: 'Act three: what it costs',
      synopsis: 'The choice, and the day after.',
      scenes: [
        {
          heading: 'INT. HOME - NIGHT',
          synopsis: 'The choice, where the film began.',
          beats: [
            beat('The first picture again, at night.', 'wide', 4),
            beat('The choice, in the hands.', 'close-up', 4),
            beat('Done.', 'medium', 3),
          ],
        },
        {
          heading: 'EXT. STREET - DAWN',
          synopsis: 'What is different now.',
          beats: [
            beat('The face, in another light.', 'close-up', 4),
            beat('The street, as they walk out of the picture.', 'wide', 5, 'dolly-out'),
          ],
        },
      ],
    },
  ],
}
