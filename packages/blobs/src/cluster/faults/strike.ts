import { setTimeout as wait } from 'node:timers/promises'
import type { Weather } from '../../testing/proxy.ts'
import type { FaultyMember, Speaker } from './member.ts'
import { createRandom, type Random } from './random.ts'
import { makeWhole } from './whole.ts'
import { damageChunks, type World } from './world.ts'

const kinds = [
  'kill',
  'freeze',
  'weather',
  'weather',
  'partition',
  'full',
  'disk',
  'damage',
  'database',
  'add',
  'drain',
  'quiet',
] as const

const mostMembers = 7
const longPauseMs = 1400

/** One fault, and the time that it lasts. Copies are destroyed on one node at a time; all else may come together. */
export async function strike(world: World, random: Random): Promise<string> {
  const kind = random.one(kinds)
  const member = random.one(world.members)
  const done = await faults[kind]({ world, random, member, lasting: lastingFrom(random) })
  await wait(random.below(150))
  return done
}

type Scene = {
  readonly world: World
  readonly random: Random
  readonly member: FaultyMember
  /** Resolves when the fault has lasted: mostly a moment, sometimes longer than every deadline. */
  readonly lasting: () => Promise<void>
}

function lastingFrom(random: Random): () => Promise<void> {
  const ms = random.below(4) === 0 ? random.below(longPauseMs) : random.below(150)
  return () => wait(ms)
}

const faults: Record<(typeof kinds)[number], (scene: Scene) => Promise<string>> = {
  /** One, or so many that the quorum of some chunks, or all their copies, cannot be reached. */
  async kill({ world, random, lasting }) {
    const killed = some(world.members, random.one([1, 1, 1, 2, 3]), random)
    await Promise.all(killed.map(member => member.kill()))
    await lasting()
    await Promise.all(killed.map(member => member.restart()))
    return `kill ${namesOf(killed)}`
  },

  async freeze({ world, random, lasting }) {
    const frozen = some(world.members, 1 + random.below(world.members.length), random)
    for (const member of frozen) member.freeze()
    await lasting()
    for (const member of frozen) member.thaw()
    return `freeze ${namesOf(frozen)}`
  },

  async weather({ world, random, lasting }) {
    const weather = weatherFrom(random)
    const cut = [random.one(world.members), random.one(world.members)].slice(0, 1 + random.below(2))
    for (const member of cut) member.setWeather(weather)
    await lasting()
    for (const member of cut) member.setWeather({ kind: 'fair' })
    return `${weather.kind} ${namesOf(cut)}`
  },

  /** One coordinator, or the nodes among themselves, cannot reach some nodes that everybody else reaches. */
  async partition({ world, random, lasting }) {
    const weather = weatherFrom(random)
    const speaker = random.one<Speaker>([0, 1, 'nodes'])
    const cut = some(world.members, 2 + random.below(world.members.length - 2), random)
    for (const member of cut) member.setWeather(weather, [speaker])
    await lasting()
    for (const member of cut) member.setWeather({ kind: 'fair' }, [speaker])
    return `partition ${weather.kind} between ${speaker} and ${namesOf(cut)}`
  },

  async full({ member, lasting }) {
    await member.fill(true)
    await lasting()
    await member.fill(false)
    return `full ${member.name}`
  },

  /** The disk is lost below a node that runs, or while it does not. */
  async disk({ world, random, member, lasting }) {
    if (!(await isWholeBefore(world))) return 'disk spared: the cluster is not whole'
    if (random.below(2) === 0) await member.kill()
    await member.loseDisk()
    await lasting()
    await member.end()
    await member.loseDisk()
    await member.restart()
    return `disk ${member.name}`
  },

  async damage({ world, random, member, lasting }) {
    if (!(await isWholeBefore(world))) return 'damage spared: the cluster is not whole'
    await damageChunks(member, createRandom(random.below(2 ** 31)))
    await lasting()
    return `damage ${member.name}`
  },

  async database({ world, random, lasting }) {
    const isCrash = random.below(2) === 0 && world.crashDatabase !== undefined
    if (isCrash) await world.crashDatabase?.().catch(() => undefined)
    else await world.cutDatabase()
    await lasting()
    return isCrash ? 'database crash' : 'database cut'
  },

  async add({ world, lasting }) {
    if (world.members.length < mostMembers) await world.addMember()
    await lasting()
    return `add, ${world.members.length}`
  },

  async drain({ world, random, member, lasting }) {
    const store = random.one(world.stores)
    await store.setState(member.name, 'draining').catch(() => false)
    await lasting()
    await store.setState(member.name, 'active').catch(() => false)
    return `drain ${member.name}`
  },

  async quiet({ lasting }) {
    await lasting()
    return 'quiet'
  },
}

/** Copies may only be destroyed where all others are there. */
async function isWholeBefore(world: World): Promise<boolean> {
  const goOn = world.rest()
  const failures: string[] = []
  await makeWhole(world, failures)
  goOn()
  return failures.length === 0
}

function weatherFrom(random: Random): Weather {
  const kind = random.one(['refused', 'silent', 'deaf', 'slow'] as const)
  return kind === 'slow' ? { kind, bytesPerSecond: 20_000 + random.below(500_000) } : { kind }
}

function some(members: readonly FaultyMember[], count: number, random: Random): FaultyMember[] {
  const rest = [...members]
  return Array.from({ length: count }, () => rest.splice(random.below(rest.length), 1)[0] as FaultyMember)
}

const namesOf = (members: readonly FaultyMember[]) => members.map(({ name }) => name).join(' ')
