const STORE = 'texts'

/** Texts with changes that the server does not have yet, by account and field; they outlive the page. */
export function openUnsent(accountId: string) {
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(`storycanvas.unsent.${accountId}`, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing.'))
  })
  // A browser that keeps nothing (private windows) still edits; only a reload without a line then loses what was not sent.
  opened.catch(() => undefined)

  const run = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> => {
    try {
      const request = work((await opened).transaction(STORE, mode).objectStore(STORE))
      return await new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing.'))
      })
    } catch {
      return null
    }
  }

  return {
    fields: async () => ((await run('readonly', store => store.getAllKeys())) ?? []).map(String),
    of: (field: string) => ({
      read: async () => ((await run('readonly', store => store.get(field))) as Uint8Array | undefined) ?? null,
      write: (state: Uint8Array) => void run('readwrite', store => store.put(state, field)),
      clear: () => void run('readwrite', store => store.delete(field)),
    }),
  }
}
