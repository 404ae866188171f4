import { ActionIcon, FileButton, Modal, UnstyledButton } from '@mantine/core'
import type { CastReference } from '@storycanvas/api'
import { IconPhotoPlus, IconX } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { complain, useAction } from '../../api/actions.tsx'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import styles from './References.module.css'

/** So many pictures somebody or some place goes by at most. */
export const MOST = 24
const TYPES = 'image/png,image/jpeg,image/webp'

type Props = {
  of: string
  references: readonly CastReference[]
  save: (ids: string[]) => Promise<unknown>
}

/** The pictures that somebody or some place goes by: dropped or chosen here, opened by a click. */
export function References({ of, references, save }: Props) {
  const [opened, setOpened] = useState<CastReference | null>(null)
  const [isOver, setOver] = useState(false)
  const ids = references.map(({ id }) => id)
  const add = useAction({
    run: async (files: readonly File[]) => {
      const added: string[] = []
      try {
        for (const file of files.slice(0, MOST - ids.length))
          added.push((await server.uploadFace({ file, fileName: file.name, body: {} })).id)
      } finally {
        // Those that came through are kept where a later one is refused.
        if (added.length > 0) await save([...ids, ...added])
      }
    },
  })
  const remove = (gone: CastReference) => {
    const undo = () => save(ids)
    save(ids.filter(id => id !== gone.id))
      .then(() => offerUndo(`Took away a picture of ${of}`, undo))
      .catch(complain)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files].filter(({ type }) => TYPES.split(',').includes(type))
    if (files.length > 0) add.mutate(files)
  }
  return (
    <div
      className={styles.strip}
      data-over={isOver || undefined}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {references.map((reference, index) => (
        <div key={reference.id} className={styles.picture}>
          <UnstyledButton aria-label={`Open picture ${index + 1} of ${of}`} onClick={() => setOpened(reference)}>
            <img src={reference.url} alt="" loading="lazy" />
          </UnstyledButton>
          <ActionIcon
            className={styles.away}
            size="xs"
            variant="filled"
            color="dark"
            aria-label={`Take away picture ${index + 1} of ${of}`}
            onClick={() => remove(reference)}
          >
            <IconX size={12} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {references.length < MOST && (
        <FileButton multiple accept={TYPES} onChange={files => files.length > 0 && add.mutate(files)}>
          {props => (
            <UnstyledButton
              {...props}
              className={styles.add}
              data-wide={references.length === 0 || undefined}
              aria-label={add.isPending ? undefined : `Add pictures of ${of}`}
              aria-busy={add.isPending}
              disabled={add.isPending}
            >
              <IconPhotoPlus size={18} aria-hidden />
              {references.length === 0 && <span>{add.isPending ? 'Uploading…' : 'Add pictures'}</span>}
            </UnstyledButton>
          )}
        </FileButton>
      )}
      <Modal opened={opened !== null} onClose={() => setOpened(null)} title={opened?.name} size="xl" centered>
        {opened && <img className={styles.whole} src={opened.url} alt={`${of}: ${opened.name}`} />}
      </Modal>
    </div>
  )
}
