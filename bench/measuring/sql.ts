import pg from 'pg'

/** Adds up how long statements take from being sent until they are answered; meant for work that sends one at a time. */
export async function sqlTimeOf<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; ms: number; statements: number }> {
  const query: typeof pg.Client.prototype.query = Reflect.get(pg.Client.prototype, 'query')
  let ms = 0
  let statements = 0
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const began = performance.now()
    const answer: unknown = Reflect.apply(query, this, args)
    statements += 1
    if (answer instanceof Promise)
      void answer
        .finally(() => {
          ms += performance.now() - began
        })
        .catch(() => undefined)
    return answer
  } as typeof query
  try {
    return { result: await work(), ms, statements }
  } finally {
    pg.Client.prototype.query = query
  }
}
