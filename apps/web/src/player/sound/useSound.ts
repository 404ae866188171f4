import { useEffect, useRef } from 'react'
import type { Programme } from '../programme.ts'
import type { Transport } from '../transport.ts'
import { createLoudspeaker } from './loudspeaker.ts'

/** The sounds of a programme, heard while its wheel turns. A programme without any needs no audio. */
export function useSound(programme: Programme, transport: Transport) {
  const speaker = useRef<ReturnType<typeof createLoudspeaker> | null>(null)
  const hasSound = programme.sounds.length > 0
  useEffect(() => {
    if (!hasSound) return
    const own = createLoudspeaker(transport, new AudioContext())
    speaker.current = own
    return () => {
      speaker.current = null
      void own.close()
    }
  }, [transport, hasSound])
  useEffect(() => speaker.current?.load(programme), [programme, transport, hasSound])
}
