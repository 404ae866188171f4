import { beat, type Outline } from './outline.ts'

export const musicVideo: Outline = {
  id: 'music-video',
  name: 'Music video',
  description: 'A performance and a story, cut against each other by the parts of a song; fast where it is loud.',
  aspectRatio: '16:9',
  rate: { num: 24, den: 1 },
  style: 'high contrast, one strong colour, film grain',
  directions: [
    {
      scope: 'image',
      text: 'The performance has one colour of light, the story another; they change places in the last chorus.',
    },
    { scope: 'video', text: 'Something in every picture moves on the beat.' },
    { scope: 'all', text: 'No words in the picture, and no writing on walls or clothes.' },
  ],
  chapters: [
    {
      title: 'Intro',
      synopsis: 'Before the voice.',
      scenes: [
        {
          heading: 'INT. STAGE - NIGHT',
          synopsis: 'The place of the performance wakes up.',
          beats: [
            beat('The empty stage; one light comes on.', 'wide', 4),
            beat('Hands, an instrument, dust in the light.', 'extreme-close-up', 2),
          ],
        },
      ],
    },
    {
      title: 'Verse',
      synopsis: 'The story begins; the singer tells it.',
      scenes: [
        {
          heading: 'INT. STAGE - NIGHT',
          synopsis: 'The singer, to us.',
          beats: [beat('The singer, looking into the lens.', 'medium', 3), beat('The singer, nearer.', 'close-up', 2)],
        },
        {
          heading: 'EXT. ROAD - DUSK',
          synopsis: 'The story: somebody on the way.',
          beats: [beat('Somebody walks towards something.', 'wide', 3, 'truck-right'), beat('What they carry.', 'close-up', 2)],
        },
      ],
    },
    {
      title: 'Chorus',
      synopsis: 'Both at once, twice as fast.',
      scenes: [
        {
          heading: 'INT. STAGE - NIGHT',
          synopsis: 'Everybody plays.',
          beats: [
            beat('All of them, from below.', 'wide', 1, 'handheld'),
            beat('The singer.', 'close-up', 1),
            beat('The road, running.', 'medium', 1, 'handheld'),
            beat('Hands on strings.', 'extreme-close-up', 1),
          ],
        },
      ],
    },
    {
      title: 'Bridge and last chorus',
      synopsis: 'The two worlds meet.',
      scenes: [
        {
          heading: 'EXT. ROAD - NIGHT',
          synopsis: 'The one from the story reaches the stage.',
          beats: [
            beat('A door with light behind it.', 'wide', 4, 'dolly-in'),
            beat('Their face in the colour of the stage.', 'close-up', 3),
          ],
        },
        {
          heading: 'INT. STAGE - NIGHT',
          synopsis: 'The last chord.',
          beats: [beat('Everybody, all the light there is.', 'wide', 2), beat('Dark. One light stays.', 'wide', 4)],
        },
      ],
    },
  ],
}
