import type { Mood } from '../story.ts'

const WORDS: [Mood, RegExp][] = [
  [
    'frightening',
    /\b(?:scream\w*|terror|terrified|blood\w*|corpse|monster|shriek\w*|horror|nightmare|afraid|fear\w*|panic\w*)\b/gi,
  ],
  [
    'angry',
    /\b(?:slam\w*|shout\w*|yell(?:s|ed|ing)?|furious|rage|anger|angry|smash\w*|hits?|punch\w*|spits?|snarl\w*|hates?)\b/gi,
  ],
  [
    'tense',
    /\b(?:gun|knife|siren\w*|alarm\w*|runs?|running|chas\w+|hurr\w+|urgent\w*|warning|freezes?|grips?|trembl\w+|storm\w*|late|breaks?|wait|stop|danger\w*|flood\w*|drown\w*|roars?|crash\w*|hammer\w*|strain\w*)\b/gi,
  ],
  [
    'sorrowful',
    /\b(?:tears?|weep\w*|cry|cries|crying|grave|funeral|died|dead|death|dying|lost|alone|grief|mourn\w*|goodbye|sorry|miss(?:ed|es)?|empty|gone)\b/gi,
  ],
  [
    'joyful',
    /\b(?:laugh\w*|grin\w*|danc\w+|cheer\w*|delight\w*|joy\w*|celebrat\w+|applau\w+|wedding|birthday|happy|sings?|singing)\b/gi,
  ],
  [
    'tender',
    /\b(?:kiss\w*|embrac\w+|hugs?|gentl\w+|softly|tender\w*|hold\w* (?:her|his|their) hand|smil\w+|love[ds]?|warm\w*|forgiv\w+)\b/gi,
  ],
  [
    'mysterious',
    /\b(?:shadow\w*|fog|mist|whisper\w*|secret\w*|strange\w*|hidden|dark\w*|silhouette|vanish\w*|unknown|ghost\w*)\b/gi,
  ],
]

/** The strongest mood in the words of a scene; calm where nothing speaks up. Cries count as tension; ties go to the graver mood. */
export function moodOf(text: string): Mood {
  const words = text.length / 6
  const cries = (text.match(/!/g)?.length ?? 0) / 2
  let best: { mood: Mood; count: number } = { mood: 'calm', count: Math.max(0.9, words / 250) }
  for (const [mood, pattern] of WORDS) {
    const count = (text.match(pattern)?.length ?? 0) + (mood === 'tense' ? cries : 0)
    if (count > best.count) best = { mood, count }
  }
  return best.mood
}
