/** Small seeded generator (mulberry32), so that a feature is the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

const CAST = ['ADA REYES', 'TOMAS', 'DR. OKAFOR', 'LENA', 'UNCLE PIET', 'SERGEANT HALE', 'MIRA', 'THE LANDLADY']
const PLACES = [
  'KITCHEN',
  'POLICE STATION',
  'ROOFTOP',
  'OLD HARBOUR',
  'TRAIN - SLEEPING CAR',
  'LABORATORY',
  'CINEMA FOYER',
  'MOTORWAY',
  'ATTIC',
  'BOATHOUSE',
]
const TIMES = ['DAY', 'NIGHT', 'DAWN', 'DUSK', 'CONTINUOUS', 'LATER']
const DEEDS = [
  '{} crosses to the window and pulls the curtain aside.',
  '{} looks at the photograph for a long time. Then {} turns it over.',
  'Rain drums on the roof. Somewhere a door slams.',
  '{} runs down the stairs, three at a time.',
  'The telephone rings. Nobody moves.',
  '{} enters with a suitcase and sets it on the table.',
  'A key turns in the lock. {} holds her breath.',
  'Silence.',
]
const LINES = [
  'You said that you would be here at nine.',
  'I never said that. Not to you, not to anyone.',
  'Wait! Before you go, there is something that you should know about the house, and about the man who built it, and why he left.',
  'No.',
  'What did he tell you?',
  'Then we have until morning, if the bridge holds.',
  'I was eleven years old. I believed everything that came with a stamp on it.',
  "Don't look at me like that... please.",
]
const WAYS = ['(quietly)', '(beat)', '(not looking up)', '(into phone)']

/** A page is 55 lines; dialogue wraps at 35 signs, action at 60. */
const LINES_PER_PAGE = 55

/**
 * A feature film in Fountain, made up from a seed: all constructs of the format, in the proportions of a real script.
 * @param pages length in standard pages (55 lines), 120 for a feature
 */
export function featureScreenplay({ seed = 1, pages = 120 }: { seed?: number; pages?: number } = {}): string {
  const random = randomFrom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const out = [`Title: Feature ${seed}\nAuthor: Seed ${seed}\n`]
  let lines = 0
  const add = (text: string, width: number) => {
    out.push(text)
    for (const line of text.split('\n')) lines += Math.max(1, Math.ceil(line.length / width))
    lines += 1
  }
  const isFull = () => lines >= pages * LINES_PER_PAGE
  for (let scene = 1; !isFull(); scene += 1) {
    if (scene % 25 === 1) add(`# Act ${Math.ceil(scene / 25)}`, 60)
    const [first, second] = [pick(CAST), pick(CAST)]
    add(`${pick(['INT.', 'EXT.', 'INT./EXT.'])} ${pick(PLACES)} - ${pick(TIMES)} #${scene}#`, 60)
    if (random() < 0.2) add(`= ${first} meets ${second}.`, 60)
    const beats = 8 + Math.floor(random() * 16)
    for (let beat = 0; beat < beats; beat += 1) {
      const name = beat % 2 === 0 ? first : second
      const shown = name.charAt(0) + name.slice(1).toLowerCase()
      if (random() < 0.4) add(pick(DEEDS).replaceAll('{}', shown), 60)
      else add(`${name}${random() < 0.1 ? ' (O.S.)' : ''}\n${random() < 0.2 ? `${pick(WAYS)}\n` : ''}${pick(LINES)}`, 35)
    }
    if (random() < 0.15) add(pick(['CUT TO:', 'DISSOLVE TO:', '> FADE OUT.']), 60)
    if (random() < 0.05) add('[[Check this with the harbour master.]]', 60)
  }
  return `${out.join('\n\n')}\n`
}
