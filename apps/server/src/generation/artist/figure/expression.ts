/** A face in a few strokes. */
export type Expression = {
  /** Inner end of the brows: -1 drawn down (anger) … 1 drawn up (grief). */
  readonly brow: number
  /** Height of the brows over the eyes, 0 normal. */
  readonly lift: number
  /** 0 shut … 1 normal … 1.5 wide. */
  readonly eye: number
  /** Corners of the mouth: -1 down … 1 up. */
  readonly smile: number
  /** 0 closed … 1 wide open. */
  readonly open: number
}

const NEUTRAL: Expression = { brow: 0, lift: 0, eye: 1, smile: 0.05, open: 0 }

const MOODS: readonly (readonly [RegExp, Expression])[] = [
  [
    /\b(ang(?:er|ry|rily)|furious|rage|hostile|shouts?|yells?|hate|violent|conflict|fierce)\b/i,
    { brow: -1, lift: -0.4, eye: 0.85, smile: -0.7, open: 0.25 },
  ],
  [
    /\b(afraid|fear(?:ful)?|scared|terror|terrified|horror|panic|dread|frighten\w+|scream(?:s|ing)?)\b/i,
    { brow: 0.8, lift: 0.8, eye: 1.5, smile: -0.4, open: 0.6 },
  ],
  [
    /\b(surprised?|shock(?:ed)?|amazed?|astonished|awe|gasp|wonder|stunned)\b/i,
    { brow: 0.2, lift: 1, eye: 1.45, smile: 0, open: 0.7 },
  ],
  [/\b(tired|exhausted|sleepy|asleep|weary|dreamy)\b/i, { brow: 0.2, lift: -0.1, eye: 0.4, smile: 0, open: 0 }],
  [
    /\b(sad(?:ly|ness)?|grief|griev\w+|melanchol\w+|cry(?:ing)?|tears?|weep\w*|lonely|sorrow\w*|mourn\w*|loss|regret|wistful|bittersweet|heartbroken)\b/i,
    { brow: 0.9, lift: 0.1, eye: 0.7, smile: -0.6, open: 0 },
  ],
  [
    /\b(happy|joy(?:ful)?|laugh\w*|smil\w+|grin\w*|cheerful|delight\w*|hope(?:ful)?|triumph\w*|warm|playful|funny|excited|relief|relieved)\b/i,
    { brow: 0.1, lift: 0.35, eye: 0.9, smile: 1, open: 0.2 },
  ],
  [
    /\b(tender|love|loving|romantic|gentle|soft|intimate|nostalg\w+)\b/i,
    { brow: 0.35, lift: 0.1, eye: 0.75, smile: 0.55, open: 0 },
  ],
  [
    /\b(tense|suspense|myster\w+|suspicious|determined|grim|serious|stern|resolute|ominous|focused|urgent|cold)\b/i,
    { brow: -0.6, lift: -0.2, eye: 0.8, smile: -0.25, open: 0 },
  ],
]

/** The mood decides; without one, what the description says about feelings. */
export function expressionOf(mood: string, description: string, speaking: boolean): Expression {
  const found = [mood, description.slice(0, 1000)]
    .map(text => MOODS.find(([words]) => words.test(text))?.[1])
    .find(face => face !== undefined)
  const face = found ?? NEUTRAL
  return speaking ? { ...face, open: Math.max(face.open, 0.5) } : face
}
