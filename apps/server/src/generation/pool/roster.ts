import { type Pool, putServer, removeServer } from '@storycanvas/placement'
import type { ServerRow } from '../servers/open.ts'
import { poolServers } from '../servers/store.ts'
import { failed } from '../servers/trust.ts'
import { placementServer } from './kinds.ts'
import { type Member, type MemberParts, openMember } from './member.ts'
import { recallSpeeds } from './speeds.ts'

export type Roster = {
  members: ReadonlyMap<string, Member>
  rows: () => ServerRow[]
  /** Makes the members those of the table. */
  read: () => Promise<void>
  /** Tells the placement what each slot is and whether it may get anything. */
  place: () => void
  /** The member, also of a server that was deleted while it had something to do. */
  find: (serverId: string) => Promise<Member>
  close: () => Promise<void>
}

/** The servers of the pool, in the process that leads it. */
export function createRoster(parts: MemberParts, placement: Pool): Roster {
  const members = new Map<string, Member>()
  const rows = () => [...members.values()].map(({ row }) => row)

  const put = async (row: ServerRow) => {
    const known = members.get(row.id)
    if (known && isSameLine(known.row, row)) {
      const { digest } = known.row
      known.row = row
      if (digest !== row.digest) known.forget()
      return
    }
    const member = await openMember(parts, row)
    // What it is running goes on by the new line. One list: who follows an attempt strikes it off there when it ends.
    if (known) member.attempts = known.attempts
    await known?.close()
    members.set(row.id, member)
    recallSpeeds(placement, row)
  }
  /** One whose keys cannot be opened any more stands aside; the others work on. */
  const refuse = async ({ id, label, trust }: ServerRow, error: unknown) => {
    parts.log.error({ err: error, server: label }, 'a generation server cannot be opened')
    const reason = 'Its keys cannot be read; give them again.'
    if (trust.reason === reason) return
    await parts.database
      .updateTable('generationServer')
      .set({ trust: JSON.stringify(failed(trust, reason, Date.now())), condition: 'resting' })
      .where('id', '=', id)
      .execute()
  }
  const retire = async (member: Member) => {
    for (const attempt of member.attempts.values()) {
      attempt.wish = { kind: 'move', code: 'removed', reason: 'The server was taken out of the pool.' }
      attempt.wake()
    }
    member.row = { ...member.row, state: 'off', slots: 0 }
    if (member.attempts.size > 0) return
    members.delete(member.row.id)
    await member.close()
  }
  return {
    members,
    rows,
    async read() {
      const listed = await poolServers(parts.database)
      for (const row of listed) await put(row).catch((error: unknown) => refuse(row, error))
      const ids = new Set(listed.map(({ id }) => id))
      for (const member of [...members.values()]) if (!ids.has(member.row.id)) await retire(member)
    },
    place() {
      const all = rows()
      const wanted = new Set<string>()
      for (const { row, isOpen } of members.values())
        for (let slot = 0; slot < row.slots; slot += 1) {
          const server = placementServer(row, slot, isOpen(), all)
          wanted.add(server.id)
          const known = placement.slots.get(server.id)?.server
          const isSame = known?.state === server.state && known.files.symmetricDifference(server.files).size === 0
          if (!isSame) putServer(placement, server)
        }
      for (const [id, slot] of placement.slots) if (!wanted.has(id) && !slot.running && !slot.next) removeServer(placement, id)
    },
    async find(id) {
      const known = members.get(id)
      if (known) return known
      const row = await parts.database.selectFrom('generationServer').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      const member = await openMember(parts, { ...row, state: 'off' })
      members.set(id, member)
      return member
    },
    close: async () => void (await Promise.allSettled([...members.values()].map(member => member.close()))),
  }
}

/** Whether calls go the same way, with the same keys. */
const isSameLine = (one: ServerRow, other: ServerRow) =>
  one.url === other.url && one.headers === other.headers && one.label === other.label
