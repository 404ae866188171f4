import type { Easel } from '../figure/easel.ts'
import * as devices from './devices.ts'
import * as objects from './objects.ts'
import * as papers from './papers.ts'

/** A thing that an insert shows or a hand holds. */
export type Prop = {
  /** Units: 1 is `size` metres; things that stand have their base at 0, things that lie their middle. */
  readonly draw: (easel: Easel) => string
  readonly words: RegExp
  readonly rests: 'lying' | 'standing' | 'on-the-floor'
  /** Metres. */
  readonly size: number
  readonly fitsHand: boolean
}

const prop = (draw: Prop['draw'], rests: Prop['rests'], size: number, fitsHand: boolean, words: string): Prop => ({
  draw,
  rests,
  size,
  fitsHand,
  words: new RegExp(`\\b(?:${words})\\b`, 'i'),
})

const PROPS: readonly Prop[] = [
  prop(devices.telephone, 'standing', 0.24, false, 'telephones?|rotary phone|landline|receiver|payphone|phone booth'),
  prop(devices.phone, 'lying', 0.16, true, 'phones?|smartphone|mobile|cell ?phone|text message|voicemail'),
  prop(papers.photograph, 'lying', 0.17, true, 'photo(?:graph)?s?|picture|polaroid|snapshot|portrait'),
  prop(papers.playingCard, 'lying', 0.12, true, 'cards?|deck of cards|ace|queen of hearts'),
  prop(objects.flashlight, 'lying', 0.2, true, 'torch|flashlight|headlamp'),
  prop(papers.ticket, 'lying', 0.14, true, 'tickets?|boarding pass|stub|pass'),
  prop(papers.map, 'lying', 0.3, false, 'maps?|blueprints?|chart|plan'),
  prop(papers.book, 'lying', 0.28, false, 'books?|diary|journal|notebook|bible|script|ledger|album|sketchbook|scrapbook'),
  prop(
    papers.letter,
    'lying',
    0.24,
    true,
    'letters?|note|envelope|papers?|documents?|telegram|postcard|contract|will|newspaper|file|page|drawing|poster',
  ),
  prop(papers.money, 'lying', 0.2, true, 'money|cash|banknotes?|dollars|bills|coins?'),
  prop(objects.key, 'lying', 0.11, true, 'keys?|keyring|lock'),
  prop(objects.gun, 'lying', 0.22, true, 'guns?|pistol|revolver|rifle|weapon|handgun|shotgun'),
  prop(objects.knife, 'lying', 0.28, true, 'knife|knives|dagger|blade|sword|scissors|scalpel'),
  prop(
    devices.filmReel,
    'standing',
    0.26,
    false,
    'reels?|film (?:strip|can|reel)s?|cans?|projector|celluloid|tape|spool|record|vinyl',
  ),
  prop(objects.cup, 'standing', 0.12, true, 'cups?|mug|coffee|tea|teacup|espresso|saucer'),
  prop(objects.bottle, 'standing', 0.26, false, 'bottles?|wine|whisk(?:e)?y|beer|vodka|perfume'),
  prop(objects.glass, 'standing', 0.12, true, 'glass|drink|tumbler|cocktail|water'),
  prop(devices.clock, 'standing', 0.24, false, 'clocks?|watch|alarm|timer|wristwatch|pocket watch|hourglass'),
  prop(devices.lampProp, 'standing', 0.4, false, 'lamps?|lantern|light ?bulb|bulb|neon'),
  prop(objects.candle, 'standing', 0.2, false, 'candles?|match|flame|lighter'),
  prop(devices.laptop, 'standing', 0.32, false, 'laptop|computer|keyboard|screen|monitor|tablet|television|tv|email'),
  prop(devices.radio, 'standing', 0.28, false, 'radio|speaker|stereo|recorder|walkie'),
  prop(devices.camera, 'standing', 0.16, false, 'camera|camcorder|lens'),
  prop(objects.ring, 'standing', 0.06, true, 'ring|diamond|jewel(?:le)?ry|necklace|locket|bracelet|pendant|medal|amulet'),
  prop(objects.flower, 'standing', 0.3, true, 'flowers?|roses?|bouquet|tulips?|daisy|lily|petals?'),
  prop(objects.suitcase, 'on-the-floor', 0.44, false, 'suitcase|bag|briefcase|luggage|backpack|satchel|trunk'),
  prop(objects.parcel, 'standing', 0.24, false, 'parcel|package|box|gift|present|crate'),
  prop(objects.rope, 'standing', 0.3, false, 'rope|cord|cable|hose'),
  prop(objects.handwheel, 'on-the-floor', 0.8, false, 'wheel|valve|helm'),
  prop(papers.sign, 'on-the-floor', 1.9, false, 'signs?|signpost|plaque|billboard|label|nameplate|street sign'),
  prop(objects.door, 'on-the-floor', 2, false, 'doors?|doorknob|handle|gate|entrance|window'),
]

/** For a thing that nobody here can draw: a card that says what it is, rather than a picture of something else. */
export const OBJECT_CARD: Prop = prop(papers.objectCard, 'standing', 0.24, false, '(?!)')

/** The thing named first in the text, or `undefined` when none is. */
export function recogniseProp(text: string): Prop | undefined {
  const passage = text.slice(0, 1500)
  let first: { readonly at: number; readonly prop: Prop } | undefined
  for (const prop of PROPS) {
    const at = prop.words.exec(passage)?.index
    if (at !== undefined && (first === undefined || at < first.at)) first = { at, prop }
  }
  return first?.prop
}
