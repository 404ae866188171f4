/** Words of action that ask for a kind of picture. English; other languages get the plain coverage. */

export const ENTRANCE =
  /\b(?:enter(?:s|ed)?|arrive[sd]?|appear(?:s|ed)?|step(?:s|ped) (?:in|into|out of)|(?:comes?|came) (?:in|into|through)|walk(?:s|ed) (?:in|into)|bursts? (?:in|into|through)|emerge[sd]?|stops in the doorway|climb(?:s|ed) (?:in|aboard)|(?:rises|rose) through|pull(?:s|ed) up)\b/i
export const EXIT =
  /\b(?:exits?|(?:leaves|left)(?=\s*[.,;!]|\s+(?:through|by|without|alone|quickly|with|the (?:room|house|office|building|bar|hall))\b)|depart(?:s|ed)|(?:goes|went)(?: out)?(?=\s*[.,;!])|(?:walk(?:s|ed)|storm(?:s|ed)|drives?|drove|hurr(?:ies|ied)|runs?|ran|trot(?:s|ted)) (?:out|off|away)\b|disappear(?:s|ed)|is gone)/i
export const CHASE =
  /\b(?:runs?|running|ran|sprint(?:s|ed)|chas(?:e[sd]|ing)|race[sd]|bolt(?:s|ed)|dash(?:es|ed)|flees?|fled|struggle[sd]?|fights?|fought|scramble[sd]?|charge[sd]|wrestle[sd]?|stumble[sd]?|hurl(?:s|ed))\b/i
export const MOVEMENT =
  /\b(?:walk(?:s|ed|ing)|cross(?:es|ed)|strides?|strode|pace[sd]|drives?|drove|rides?|rode|row(?:s|ed)|climb(?:s|ed)|swims?|swam|follow(?:s|ed)|move[sd] (?:to|toward|through|along|down|up)|hurr(?:ies|ied)|march(?:es|ed)|wade[sd]?|cycle[sd]|sail(?:s|ed)|descend(?:s|ed)|ascend(?:s|ed)|ploughs?|trot(?:s|ted)|backs away)\b/i
export const LOOK =
  /\b(?:look(?:s|ed)?(?: up| down| out| back| over)? (?:at|to|out|through|toward|into|for)|sees|saw|watch(?:es|ed)|stare[sd]?|gaze[sd]|peer(?:s|ed)|glance[sd]|spot(?:s|ted)|notice[sd]|stud(?:ies|ied)|reads)\b/i
export const LISTEN =
  /\b(?:beat|pause|silence|long silence|a moment|nobody (?:moves|speaks)|no answer|no one (?:moves|speaks))\b/i
export const UPWARD =
  /\b(?:look(?:s|ed)? up|rises?|rose|st(?:ands?|ood) up|g(?:ets|ot) up|climbs?|lifts? (?:her|his|their) (?:head|eyes|face)|soars?|towers?|above)\b/i
export const DOWNWARD =
  /\b(?:look(?:s|ed)? down|falls?|fell|drops?|sinks?|sank|kneels?|knelt|sits? down|sat down|collapses|slumps|crouches|lowers)\b/i
export const POWERFUL = /\b(?:looms?|towers?|stands? over|rears?|dominates|commands?|high above)\b/i
export const SMALL = /\b(?:kneels?|crouches|huddles?|lies|curled|slumps?|alone|tiny|on the (?:floor|ground)|collapses)\b/i
export const PUSHING_IN =
  /\b(?:slowly|realis\w+|realiz\w+|understands?|it dawns|frozen|does not move|doesn't move|holds? (?:her|his|their) breath|remembers?)\b/i

/** Things small enough to fill a frame. */
const PROPS =
  'alarm|album|apple|bag|ball|bell|boarding pass|book|bottle|bowl|box|bracelet|bread|bullet|button|camera|can|candle|card|cassette|cigarette|clock|coin|compass|crown|cup|diary|dice|dial|door handle|drawing|envelope|feather|flag|flashlight|flower|gauge|gear|glass|glove|gun|hammer|handle|headline|invitation|key|keys|knife|knob|lamp|lantern|latch|lens|letter|lever|lid|light switch|lighter|lock|locket|logbook|map|mask|match|medal|metronome|microphone|mirror|money|mug|needle|newspaper|note|notebook|padlock|page|paint|paper|passport|pen|pencil|phone|photo|photograph|pill|pistol|plate|pocket watch|postcard|projector|radio|receipt|reel|ring|rope|rose|scarf|screen|screw|seal|shell|shoe|sign|spool|stamp|stone|string|suitcase|switch|tape|teapot|telegram|telephone|thermos|ticket|timer|torch|toy|umbrella|valve|violin|wallet|watch|whistle|wire|wrench'
const PROP = new RegExp(String.raw`\b(${PROPS})s?\b`, 'i')
const HANDLED =
  /\b(?:open(?:s|ed)|lit|took|held|pulled|pushed|unfolded|picks? up|lifts|takes|holds(?: up| out)?|turns|presses|pulls|pushes|lights|slides|drops|sets|puts|lays|hands|unfolds|threads|winds|writes|strikes|pours|cuts|tears|flips|switches|grabs|unlocks|tightens|places|closes|points)\b/i

/** The prop that a sentence is about: its grammatical subject, or what hands do something with. */
export function propIn(sentence: string, isAboutPerson: boolean): string | null {
  const prop = PROP.exec(sentence)
  if (prop === null) return null
  const name = prop[1]!.toLowerCase()
  if (isAboutPerson) return HANDLED.test(sentence.slice(0, prop.index)) ? name : null
  return prop.index < 20 ? name : null
}

/** Camera wishes that the writer put on the page: `CLOSE ON the key`, `ANGLE ON`, `WIDE:`. */
export const DIRECTED: [RegExp, 'insert' | 'close' | 'wide' | 'view' | 'aerial'][] = [
  [/^(?:INSERT|EXTREME CLOSE|ECU)\b/, 'insert'],
  [/^(?:CLOSE(?:[- ]?UP)? ?(?:ON)?|TIGHT ON|CU)\b/, 'close'],
  [/^(?:AERIAL|OVERHEAD|BIRD'S[- ]EYE|FROM ABOVE)\b/, 'aerial'],
  [/^(?:WIDE|WIDER|LONG SHOT|ESTABLISHING)\b/, 'wide'],
  [/(?:^|\s)(?:P\.?O\.?V\.?)(?:\s|:|$)/, 'view'],
]
