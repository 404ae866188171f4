import { statfs } from 'node:fs/promises'
import { BlobError } from '../error.ts'

/** Watches that the file system keeps some room for everybody else: a full disk stops databases and logs too. */
export type Space = { readonly free: () => Promise<number>; readonly reserve: number }

/** How many bytes are written between two looks at the disk. */
export const lookEvery = 64 * 1024 * 1024

export async function freeBytes(root: string): Promise<number> {
  const { bavail, bsize } = await statfs(root)
  return bavail * bsize
}

/** @throws BlobError `no-space` */
export async function requireSpace({ free, reserve }: Space, needed: number): Promise<void> {
  const available = Math.max(0, (await free()) - reserve)
  if (needed > available) throw new BlobError({ kind: 'no-space', needed, free: available })
}

/** The disk ran full between two looks, or a quota did. */
export async function asNoSpace(error: unknown, { free, reserve }: Space, needed: number): Promise<unknown> {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new BlobError({ kind: 'no-space', needed, free: Math.max(0, (await free()) - reserve) }, { cause: error })
}
