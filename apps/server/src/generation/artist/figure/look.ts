import { chanceFrom, fingerprint } from '../hand/chance.ts'
import { characterColour, type Rgb } from '../hand/colour.ts'

export type Hair = 'bald' | 'crop' | 'parted' | 'bob' | 'long' | 'bun' | 'ponytail' | 'curls'
export type Hat = 'none' | 'fedora' | 'cap' | 'beanie' | 'cowboy' | 'hood' | 'helmet'
export type Garment = 'coat' | 'jacket' | 'suit' | 'dress' | 'shirt' | 'uniform'
export type Beard = 'none' | 'moustache' | 'full'

/** What makes a character the same person from panel to panel. */
export type Look = {
  readonly colour: Rgb
  readonly hair: Hair
  readonly hairColour: Rgb
  readonly hat: Hat
  readonly eyewear: 'none' | 'glasses' | 'dark'
  readonly beard: Beard
  readonly garment: Garment
  readonly scarf: boolean
  readonly skin: Rgb
  /** Metres. */
  readonly height: number
  /** 1 is average. */
  readonly breadth: number
  readonly legs: 'dark' | 'light'
  readonly age: 'child' | 'adult' | 'old'
}

type Choice<T> = readonly [value: T, words: RegExp]

const named = <T>(choices: readonly Choice<T>[], text: string): T | undefined =>
  choices.find(([, words]) => words.test(text))?.[0]

const HAIR: readonly Choice<Hair>[] = [
  ['bald', /\b(bald|shaved head|hairless)\b/],
  ['bun', /\b(bun|chignon|updo|topknot)\b/],
  ['ponytail', /\b(pony ?tail|braids?|pigtails?|plait)\b/],
  ['curls', /\b(curls|curly|afro|frizzy|ringlets)\b/],
  ['bob', /\b(bob|shoulder-length|chin-length)\b/],
  ['long', /\b(long(?:,? \w+)? hair|flowing|waist-length|dreadlocks)\b/],
  ['crop', /\b(crew ?cut|buzz ?cut|cropped|short hair|pixie)\b/],
  ['parted', /\b(slicked|side part|parted|neat hair|pompadour)\b/],
]
const HATS: readonly Choice<Hat>[] = [
  ['cowboy', /\b(cowboy hat|stetson|sombrero|rancher)\b/],
  ['helmet', /\b(helmet|hard hat|astronaut|knight|firefighter|fireman)\b/],
  ['hood', /\b(hood|hoodie|hooded|cloak)\b/],
  ['beanie', /\b(beanie|knit(?:ted)? cap|woollen hat|wool hat)\b/],
  ['cap', /\b(cap|baseball|beret|policeman|police officer|driver|usher)\b/],
  ['fedora', /\b(fedora|trilby|hat|detective|bowler|top hat)\b/],
]
const HAIR_COLOURS: readonly Choice<Rgb>[] = [
  [[196, 172, 122], /\b(blonde?|fair-haired|golden hair|straw)\b/],
  [[150, 82, 50], /\b(red(?:-| )?hair(?:ed)?|redhead|ginger|auburn)\b/],
  [[206, 204, 200], /\b(white(?:-| )hair(?:ed)?|gr[ea]y(?:-| )?hair(?:ed)?|silver|gr[ea]ying|gr[ea]y bun|gr[ea]y beard)\b/],
  [[44, 38, 36], /\b(black(?:-| )hair(?:ed)?|dark(?:-| )hair(?:ed)?|raven)\b/],
  [[98, 70, 50], /\b(brown(?:-| )hair(?:ed)?|brunette|chestnut)\b/],
]
const GARMENTS: readonly Choice<Garment>[] = [
  ['uniform', /\b(uniform|soldier|officer|police|sheriff|nurse|guard|pilot|captain|paramedic|usher)\b/],
  ['dress', /\b(dress|gown|skirt|robe|nightgown|sari)\b/],
  ['coat', /\b(coat|overcoat|trench|cloak|parka|raincoat|cape|lab coat)\b/],
  ['suit', /\b(suit|tuxedo|tie|blazer|businessman|lawyer)\b/],
  ['jacket', /\b(jacket|leather|denim|vest|anorak)\b/],
  ['shirt', /\b(shirt|sweater|jumper|hoodie|t-shirt|cardigan|blouse|overalls)\b/],
]
const SKINS: readonly Choice<Rgb>[] = [
  [[118, 86, 66], /\b(dark(?:-| )skin(?:ned)?|black (?:man|woman|girl|boy)|african|nigerian|kenyan)\b/],
  [[172, 132, 102], /\b(brown(?:-| )skin(?:ned)?|olive|tanned|latin[ao]|indian|weathered)\b/],
  [[238, 214, 194], /\b(pale|fair(?:-| )skin(?:ned)?|freckled?)\b/],
]

/** Reads the words, and lets the name decide whatever they leave open. */
export function lookOf(name: string, colour: string, words: string): Look {
  const text = `${words} ${name}`.slice(0, 2000).toLowerCase()
  const chance = chanceFrom(`look ${fingerprint(name)} ${name}`)
  // Every draw is made, used or not: a word added to the look must not reshuffle the rest of the person.
  const drawn = {
    manHair: chance.pick<Hair>(['crop', 'parted', 'crop', 'curls', 'parted', 'bald', 'crop', 'long']),
    womanHair: chance.pick<Hair>(['long', 'bob', 'bun', 'ponytail', 'curls', 'long', 'bob', 'crop']),
    hairColour: chance.pick<Rgb>([
      [44, 38, 36],
      [72, 56, 46],
      [98, 70, 50],
      [196, 172, 122],
      [150, 82, 50],
      [56, 46, 42],
    ]),
    skin: chance.pick<Rgb>([
      [236, 212, 190],
      [224, 192, 164],
      [206, 168, 136],
      [172, 130, 100],
      [128, 94, 72],
    ]),
    hat: chance.next() < 0.16 ? chance.pick<Hat>(['fedora', 'cap', 'beanie']) : 'none',
    eyewear: chance.next() < 0.18,
    beard: chance.next() < 0.36 ? chance.pick<Beard>(['moustache', 'full', 'full']) : 'none',
    manGarment: chance.pick<Garment>(['jacket', 'coat', 'suit', 'shirt', 'jacket']),
    womanGarment: chance.pick<Garment>(['coat', 'dress', 'shirt', 'jacket', 'shirt']),
    scarf: chance.next() < 0.14,
    woman: chance.next() < 0.5,
    breadth: chance.between(0.94, 1.08),
    height: chance.between(1.68, 1.84),
    legs: chance.pick<Look['legs']>(['dark', 'dark', 'light']),
  }
  const isMan =
    /\b(man|boy|he|his|him|mr|father|dad|grandfather|son|brother|husband|king|uncle|male|guy|bearded?|moustache|mustache|sir)\b/.test(
      text,
    )
  const isWoman =
    /\b(woman|girl|she|her|mrs|ms|miss|mother|mom|mum|grandmother|daughter|sister|wife|queen|aunt|female|lady|actress|waitress|nurse|dress|gown)\b/.test(
      text,
    )
  const woman = isWoman && !/\bman\b/.test(text) ? true : isMan ? false : drawn.woman
  const years = Number(/\b(\d{1,2})\b/.exec(words)?.[1] ?? 30)
  const isChild = /\b(child|kid|boy|girl|toddler|little)\b/.test(text) && years < 15 ? true : years < 12
  const isOld = /\b(old|elderly|aged|grandmother|grandfather|grandma|grandpa|retired|ancient|wrinkled)\b/.test(text) || years > 62
  const size = /\b(tall|lanky|towering|giant)\b/.test(text) ? 1.08 : /\b(short|small|petite|tiny|stocky)\b/.test(text) ? 0.93 : 1
  const bulk = /\b(fat|heavy|stout|burly|broad|large|stocky|muscular|big|overweight|round)\b/.test(text)
    ? 1.24
    : /\b(thin|slim|slender|skinny|gaunt|wiry|lanky|lean)\b/.test(text)
      ? 0.86
      : 1
  const hat = named(HATS, text)
  return {
    colour: characterColour(colour, name),
    hair: named(HAIR, text) ?? (woman ? drawn.womanHair : drawn.manHair),
    hairColour: named(HAIR_COLOURS, text) ?? (isOld ? [200, 198, 194] : drawn.hairColour),
    hat: hat ?? (isChild || words.trim() !== '' ? 'none' : drawn.hat),
    eyewear: /\bsunglasses|shades|dark glasses\b/.test(text)
      ? 'dark'
      : /\b(glasses|spectacles|bespectacled)\b/.test(text) || (drawn.eyewear && words.trim() === '')
        ? 'glasses'
        : 'none',
    beard: /\b(beard|bearded|goatee)\b/.test(text)
      ? 'full'
      : /\b(moustache|mustache)\b/.test(text)
        ? 'moustache'
        : woman || isChild || /clean-shaven/.test(text)
          ? 'none'
          : drawn.beard,
    garment: named(GARMENTS, text) ?? (woman ? drawn.womanGarment : drawn.manGarment),
    scarf: /\bscarf|shawl\b/.test(text) || drawn.scarf,
    skin: named(SKINS, text) ?? drawn.skin,
    height: (isChild ? 1.22 : woman ? drawn.height - 0.08 : drawn.height) * size * (isOld ? 0.97 : 1),
    breadth: drawn.breadth * bulk * (woman ? 0.92 : 1.04),
    legs: drawn.legs,
    age: isChild ? 'child' : isOld ? 'old' : 'adult',
  }
}

/** Someone without a name or colour of their own: a passer-by, a crowd, a shoulder before the lens. */
export function strangerLook(seed: string): Look {
  const grey: Rgb = [128, 126, 123]
  return { ...lookOf(seed, '', ''), colour: grey, hat: 'none', eyewear: 'none', scarf: false }
}
