type Ending = () => Promise<unknown> | void

const endings: Ending[] = []

/** What has to be taken away when the run is ended from outside; the last one first. Where it is gone already it must not mind. */
export function whenEnded(ending: Ending): void {
  endings.push(ending)
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.once(signal, () => {
    const all = async () => {
      for (const ending of endings.toReversed()) await ending()
    }
    void all().finally(() => process.exit(1))
  })
