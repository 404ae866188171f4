import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useFocusBack } from '../shell/useFocusBack.ts'
import { Controls, Scrubber } from './Controls.tsx'
import { playerKey } from './keys.ts'
import styles from './Player.module.css'
import type { Programme } from './programme.ts'
import { Screen } from './Screen.tsx'
import { useTransport } from './useTransport.ts'

type Props = { title: string; programme: Programme; start: number; onClose: (frame: number) => void }

/** The board as a film, over the whole window. */
export function AnimaticPlayer({ title, programme, start, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const transport = useTransport(programme, start)
  useFocusBack()
  useEffect(() => {
    dialog.current?.showModal()
    dialog.current?.focus()
    transport.play()
  }, [transport])
  const close = () => onClose(transport.frame())
  return (
    <dialog
      ref={dialog}
      className={styles.player}
      tabIndex={-1}
      aria-label={`Animatic of ${title}`}
      onCancel={event => {
        event.preventDefault()
        close()
      }}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.target instanceof HTMLButtonElement && (event.key === ' ' || event.key === 'Enter')) return
        if (playerKey(event, programme, transport)) event.preventDefault()
      }}
    >
      <Screen programme={programme} transport={transport} />
      <div className={styles.foot}>
        <Scrubber programme={programme} transport={transport} />
        <div className={styles.row}>
          <Controls programme={programme} transport={transport} />
          <span className={styles.title}>{title}</span>
          <ActionIcon aria-label="Close" onClick={close}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </div>
      </div>
    </dialog>
  )
}
