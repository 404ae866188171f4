/** Metres on a figure 1.75 m tall that looks to the right; the near limbs are the ones towards the audience. */
export type Joint = readonly [x: number, y: number]
type Limb = readonly [middle: Joint, end: Joint]

export type Pose = {
  readonly nearArm: Limb
  readonly farArm: Limb
  readonly nearLeg: Limb
  readonly farLeg: Limb
  /** Metres that hips and everything above sink. */
  readonly drop: number
  readonly lean: number
  readonly seat: 'none' | 'chair'
}

const STANDING: Pose = {
  nearArm: [
    [-0.25, 1.13],
    [-0.21, 0.88],
  ],
  farArm: [
    [0.23, 1.14],
    [0.22, 0.9],
  ],
  nearLeg: [
    [-0.1, 0.49],
    [-0.11, 0.06],
  ],
  farLeg: [
    [0.1, 0.49],
    [0.13, 0.08],
  ],
  drop: 0,
  lean: 0,
  seat: 'none',
}

const arms = (nearArm: Limb, farArm: Limb): Pose => ({ ...STANDING, nearArm, farArm })

const POSES = {
  stand: STANDING,
  turned: {
    ...STANDING,
    nearLeg: [
      [-0.12, 0.49],
      [-0.17, 0.06],
    ],
    farLeg: [
      [0.12, 0.49],
      [0.19, 0.08],
    ],
  },
  hips: arms(
    [
      [-0.4, 1.17],
      [-0.19, 0.99],
    ],
    [
      [0.24, 1.14],
      [0.21, 0.9],
    ],
  ),
  pockets: arms(
    [
      [-0.28, 1.13],
      [-0.17, 0.93],
    ],
    [
      [0.26, 1.14],
      [0.17, 0.94],
    ],
  ),
  crossed: arms(
    [
      [-0.25, 1.14],
      [0.11, 1.2],
    ],
    [
      [0.23, 1.14],
      [-0.08, 1.16],
    ],
  ),
  gesture: arms(
    [
      [-0.25, 1.14],
      [-0.2, 0.9],
    ],
    [
      [0.31, 1.18],
      [0.47, 1.33],
    ],
  ),
  hold: arms(
    [
      [-0.24, 1.13],
      [0.1, 1.13],
    ],
    [
      [0.24, 1.13],
      [0.2, 1.12],
    ],
  ),
  phone: arms(
    [
      [-0.34, 1.22],
      [-0.14, 1.53],
    ],
    [
      [0.23, 1.14],
      [0.22, 0.9],
    ],
  ),
  point: arms(
    [
      [-0.25, 1.14],
      [-0.21, 0.9],
    ],
    [
      [0.42, 1.39],
      [0.68, 1.43],
    ],
  ),
  raise: arms(
    [
      [-0.34, 1.6],
      [-0.3, 1.88],
    ],
    [
      [0.34, 1.6],
      [0.32, 1.88],
    ],
  ),
  walk: {
    nearArm: [
      [-0.27, 1.16],
      [-0.24, 0.93],
    ],
    farArm: [
      [0.24, 1.17],
      [0.34, 0.99],
    ],
    nearLeg: [
      [0.05, 0.5],
      [0.22, 0.08],
    ],
    farLeg: [
      [-0.02, 0.5],
      [-0.27, 0.16],
    ],
    drop: 0.02,
    lean: 0.03,
    seat: 'none',
  },
  run: {
    nearArm: [
      [-0.4, 1.2],
      [-0.28, 1.0],
    ],
    farArm: [
      [0.26, 1.16],
      [0.46, 1.28],
    ],
    nearLeg: [
      [0.3, 0.64],
      [0.24, 0.24],
    ],
    farLeg: [
      [-0.14, 0.5],
      [-0.52, 0.44],
    ],
    drop: 0.05,
    lean: 0.16,
    seat: 'none',
  },
  sit: {
    nearArm: [
      [-0.24, 1.15],
      [0.02, 1.0],
    ],
    farArm: [
      [0.24, 1.15],
      [0.22, 1.0],
    ],
    nearLeg: [
      [0.24, 0.5],
      [0.25, 0.06],
    ],
    farLeg: [
      [0.36, 0.52],
      [0.38, 0.08],
    ],
    drop: 0.42,
    lean: 0,
    seat: 'chair',
  },
  kneel: {
    nearArm: [
      [-0.25, 1.13],
      [0.06, 1.0],
    ],
    farArm: [
      [0.23, 1.14],
      [0.2, 1.0],
    ],
    nearLeg: [
      [0.12, 0.42],
      [-0.2, 0.06],
    ],
    farLeg: [
      [0.28, 0.55],
      [0.3, 0.08],
    ],
    drop: 0.42,
    lean: 0.08,
    seat: 'none',
  },
} as const satisfies Record<string, Pose>

export type PoseName = keyof typeof POSES

export const poseNamed = (name: PoseName): Pose => POSES[name]

const WORDS: readonly (readonly [PoseName, RegExp])[] = [
  ['run', /\b(runs?|running|sprints?|chas(?:e|es|ing)|flees?|fleeing|races?|rush(?:es|ing)?|bolts?)\b/i],
  [
    'phone',
    /\b(on the phone|phone to|answers? the phone|calls?|calling|dials?|telephones?|into the phone|on (?:his|her|their) phone)\b/i,
  ],
  ['point', /\b(points?|pointing|aims?|aiming|gestures? (?:at|to|toward))\b/i],
  ['raise', /\b(raises?|waves?|waving|cheers?|dances?|dancing|surrenders?|throws?|jumps?|hands up|arms up)\b/i],
  ['kneel', /\b(kneels?|kneeling|crouch(?:es|ing)?|squats?|bends? down|picks? up)\b/i],
  ['sit', /\b(sits?|sitting|seated|sat|slumps?|wheelchair|at (?:the|a|his|her|their) (?:desk|table|counter|booth|bar))\b/i],
  [
    'walk',
    /\b(walks?|walking|strolls?|enters?|leaves?|steps?|strides?|wanders?|approach(?:es|ing)?|crosses|climbs?|exits?|follows?|paces?|hurr(?:y|ies))\b/i,
  ],
  ['crossed', /\b(arms (?:crossed|folded)|crosses (?:his|her) arms|refuses?|waits?|waiting|leans?)\b/i],
  [
    'hold',
    /\b(holds?|holding|carr(?:y|ies|ying)|reads?|reading|clutch(?:es|ing)?|opens?|grips?|hands? (?:him|her|over)|writes?|types?|looks? at|unfolds?|pours?|drinks?)\b/i,
  ],
  ['hips', /\b(defiant|hands on hips|stern)\b/i],
]

/** What the words say the person does; people who only talk gesture, the rest stand as they please. */
export function poseFor(description: string, speaking: boolean, whim: number): PoseName {
  const said = WORDS.find(([, words]) => words.test(description.slice(0, 1000)))?.[0]
  if (said !== undefined) return said
  const idle: readonly PoseName[] = speaking
    ? ['gesture', 'stand', 'gesture', 'hips']
    : ['stand', 'pockets', 'turned', 'crossed', 'stand', 'turned']
  return idle[Math.floor(whim * idle.length)] ?? 'stand'
}
