const VERBS =
  'said|says|asked|asks|replied|replies|answered|answers|cried|cries|shouted|shouts|whispered|whispers|muttered|mutters|murmured|called|calls|yelled|screamed|exclaimed|added|began|continued|went on|told|explained|sighed|laughed|growled|snapped|declared|demanded|insisted|agreed|admitted|announced|observed|remarked|repeated|returned|suggested|thought aloud|wondered aloud|begged|pleaded|warned|promised|protested|grumbled|groaned|hissed|gasped|breathed|sang|croaked|barked|mumbled|stammered|interrupted|offered|put in|finished'
const NAME = String.raw`(?:(?:Mr|Mrs|Ms|Dr|St)\.\s+)?\p{Lu}[\p{L}’'-]+(?:\s+(?:(?:de|von|van|the)\s+)?\p{Lu}[\p{L}’'-]+){0,2}`
const PERSON = String.raw`(?<!\bof\s)(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y)\s+(?:[\p{Ll}-]+\s+){0,2}?[\p{Ll}-]+`
const SUBJECT = String.raw`(${NAME}|${PERSON}|[Hh]e|[Ss]he|[Tt]hey|I)`
const ADVERB = String.raw`(?:\s+(?:\p{Ll}+ly|at last|again|then|finally|aloud))?`

const AFTER_VERB = new RegExp(String.raw`^[,.\s—–-]*(?:and\s+)?(?:${VERBS})\s+${SUBJECT}(?![\p{L}])`, 'u')
const AFTER_SUBJECT = new RegExp(String.raw`^[,.\s—–-]*${SUBJECT}${ADVERB}\s+(?:${VERBS})\b`, 'u')
const BEFORE = new RegExp(
  String.raw`(?:^|[.!?,;:—–]\s+|\b(?:[Aa]nd|[Bb]ut|[Tt]hen|last|[Ss]o|[Ww]hen)\s+)${SUBJECT}${ADVERB}\s+(?:${VERBS})\b[^.!?]*[,:]\s*$`,
  'u',
)
const SPEECH_VERB = new RegExp(String.raw`\b(?:${VERBS})\b`, 'u')

export interface Attribution {
  subject: string
  /** What is told after the attribution: `and picked up her ladder`. */
  rest: string
}

/** `said Ines softly, and left` after a quote. */
export function attributionAfter(narration: string): Attribution | null {
  const found = AFTER_VERB.exec(narration) ?? AFTER_SUBJECT.exec(narration)
  return found === null ? null : { subject: found[1]!, rest: narration.slice(found[0].length) }
}

/** `At last Ines said,` before a quote. */
export function attributionBefore(narration: string): Attribution | null {
  const found = BEFORE.exec(narration)
  return found === null ? null : { subject: found[1]!, rest: narration }
}

/** Something is said, by whoever it is: the turn-taking of the lines around it tells nothing then. */
export function hasSpeechVerb(narration: string): boolean {
  return SPEECH_VERB.test(narration)
}
