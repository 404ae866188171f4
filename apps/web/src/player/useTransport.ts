import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Programme } from './programme.ts'
import { createTransport, type Transport } from './transport.ts'

const make = ({ length, rate }: Programme, start: number) => {
  const transport = createTransport({
    length,
    framesPerSecond: rate.num / rate.den,
    now: () => performance.now(),
    nextPicture(work) {
      const request = requestAnimationFrame(work)
      return () => cancelAnimationFrame(request)
    },
  })
  transport.seek(start)
  return transport
}

/** A wheel for a programme, which goes on turning when the programme becomes longer or shorter. */
export function useTransport(programme: Programme, start = 0): Transport {
  const [transport] = useState(() => make(programme, start))
  useEffect(() => transport.resize(programme.length), [transport, programme.length])
  useEffect(() => () => transport.stop(), [transport])
  return transport
}

/** Something read from the wheel, rendered again only when it changes. */
export const useTransportState = <T extends string | number | boolean>(
  transport: Transport,
  read: (transport: Transport) => T,
): T => useSyncExternalStore(transport.subscribe, () => read(transport))
