import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SecretError } from './error.ts'
import { makeKey, type KeyRing, type Purpose } from './key.ts'

const keyBytes = 32

/** `<directory>/<purpose>.keys`: one key a line in base64url, the first one is in use. Made when absent. */
export async function readKeyFile(directory: string, purpose: Purpose): Promise<KeyRing> {
  return ringOf(purpose, keyFile(directory, purpose), await readLines(directory, purpose))
}

/** Puts a new key in front; the others stay and still open what they sealed. Gives back the new ring. */
export async function rotateKey(directory: string, purpose: Purpose): Promise<KeyRing> {
  return changeKeys(directory, purpose, lines => [newLine(), ...lines])
}

/** Takes a key away for good: what it sealed can never be opened again. The key in use stays. */
export async function retireKey(directory: string, purpose: Purpose, id: string): Promise<KeyRing> {
  return changeKeys(directory, purpose, lines =>
    lines.filter((line, index) => index === 0 || makeKey(purpose, decode(line)).id !== id),
  )
}

async function changeKeys(
  directory: string,
  purpose: Purpose,
  change: (lines: readonly string[]) => readonly string[],
): Promise<KeyRing> {
  const file = keyFile(directory, purpose)
  const lock = `${file}.lock`
  // Two changes at once would lose the key of one of them, with all that it has sealed by then.
  const handle = await open(lock, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
    throw new SecretError(
      { kind: 'bad-key-file', file, reason: `another change is under way; if none is, remove ${lock}` },
      { cause },
    )
  })
  try {
    const lines = change(await readLines(directory, purpose))
    const temporary = await writeTemporary(directory, lines)
    await rename(temporary, file)
    await syncDirectory(directory)
    return ringOf(purpose, file, lines)
  } finally {
    await handle.close()
    await rm(lock, { force: true })
  }
}

async function readLines(directory: string, purpose: Purpose): Promise<readonly string[]> {
  const file = keyFile(directory, purpose)
  const text = await readFile(file, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    await createKeyFile(directory, file)
    return readFile(file, 'utf8')
  })
  await requirePrivate(file)
  return text.split('\n').filter(line => line !== '')
}

/** Two servers that start for the first time at once end with the same key: only one of the links succeeds. */
async function createKeyFile(directory: string, file: string) {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const temporary = await writeTemporary(directory, [newLine()])
  try {
    await link(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(temporary)
  }
  await syncDirectory(directory)
  await syncDirectory(dirname(directory))
}

async function writeTemporary(directory: string, lines: readonly string[]) {
  const temporary = join(directory, `${randomUUID()}.new`)
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(`${lines.join('\n')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return temporary
}

async function syncDirectory(directory: string) {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Backups and careless copies lose modes: closed again where possible, refused where not. */
async function requirePrivate(file: string) {
  const isOpen = async () => process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0
  if (!(await isOpen())) return
  await chmod(file, 0o600)
  if (await isOpen())
    throw new SecretError({
      kind: 'bad-key-file',
      file,
      reason: 'other users can read it; give the keys by the environment instead',
    })
}

function ringOf(purpose: Purpose, file: string, lines: readonly string[]): KeyRing {
  const [first, ...rest] = lines.map(line => {
    const bytes = decode(line)
    if (bytes.byteLength === keyBytes && bytes.toString('base64url') === line) return makeKey(purpose, bytes)
    throw new SecretError({ kind: 'bad-key-file', file, reason: 'damaged; restore it from a backup' })
  })
  if (first === undefined) throw new SecretError({ kind: 'bad-key-file', file, reason: 'empty; restore it from a backup' })
  return [first, ...rest]
}

function newLine() {
  return randomBytes(keyBytes).toString('base64url')
}

function decode(line: string) {
  return Buffer.from(line, 'base64url')
}

function keyFile(directory: string, purpose: Purpose) {
  return join(directory, `${purpose}.keys`)
}
