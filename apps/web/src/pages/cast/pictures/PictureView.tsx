import { ActionIcon, Button, Group, Modal, Text, Tooltip } from '@mantine/core'
import type { Take } from '@storycanvas/api'
import { IconHeart, IconHeartFilled, IconPhotoPlus, IconRefresh, IconTrash } from '@tabler/icons-react'
import { refresh, useAction } from '../../../api/actions.tsx'
import { keys } from '../../../api/queries.ts'
import { server } from '../../../api/server.ts'
import { offerUndo } from '../../../api/undo.tsx'
import { MOST } from '../References.tsx'
import type { PicturesProps } from './Pictures.tsx'
import styles from './Pictures.module.css'

type Props = PicturesProps & { takes: readonly Take[]; shown: string | null; onClose: () => void }

/** One drawing large, and what can be done with it. */
export function PictureView({ takes, shown, onClose, of, ...props }: Props) {
  const at = takes.findIndex(({ id }) => id === shown)
  const take = takes[at]
  return (
    <Modal
      opened={take !== undefined}
      onClose={onClose}
      title={take ? `Drawing ${takes.length - at} of ${of}` : undefined}
      size="xl"
      centered
    >
      {take && <View {...props} of={of} take={take} onClose={onClose} />}
    </Modal>
  )
}

function View({ target, of, references, saveReferences, take, onClose }: Omit<Props, 'takes' | 'shown'> & { take: Take }) {
  const params = { id: take.id }
  const refreshes = [keys.cast(target.id)]
  const ids = references.map(({ id }) => id)
  const refer = useAction({
    run: async () => {
      const file = await (await fetch(take.url)).blob()
      const { id } = await server.uploadFace({ file, fileName: `${of}, drawn.png`, body: {} })
      await saveReferences([...ids, id])
    },
    done: () => {
      onClose()
      offerUndo(`${of} goes by the drawing now`, () => saveReferences(ids))
    },
  })
  const favourite = useAction({
    run: () => server.updateTake({ params, body: { favourite: !take.favourite } }),
    refreshes,
  })
  const again = useAction({
    run: () => server.makeTakeAgain({ params, body: {} }),
    refreshes: [...refreshes, keys.jobs, keys.queueStatus],
    done: onClose,
  })
  const remove = useAction({
    run: () => server.deleteTake({ params }),
    refreshes,
    done: () => {
      onClose()
      offerUndo(`Deleted a drawing of ${of}`, async () => {
        await server.restoreTake({ params })
        await refresh(...refreshes)
      })
    },
  })
  return (
    <>
      <img className={styles.whole} src={take.url} alt={`${of}, drawn by ${take.provider}`} />
      <Group gap="xs" mt="sm">
        <Button
          size="xs"
          leftSection={<IconPhotoPlus size={16} aria-hidden />}
          loading={refer.isPending}
          disabled={ids.length >= MOST}
          onClick={() => refer.mutate()}
        >
          Use as reference
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          Make it again
        </Button>
        <Tooltip label={take.favourite ? 'No longer a favourite' : 'Favourite'}>
          <ActionIcon
            aria-label={take.favourite ? 'No longer a favourite' : 'Favourite'}
            aria-pressed={take.favourite}
            onClick={() => favourite.mutate()}
          >
            {take.favourite ? <IconHeartFilled size={16} aria-hidden /> : <IconHeart size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Delete the drawing">
          <ActionIcon aria-label="Delete the drawing" loading={remove.isPending} onClick={() => remove.mutate()}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Text size="xs" c="dimmed">
          {take.model}, seed {take.seed}
          {take.stale && '. The words have changed since; draw anew to bring it up to date.'}
        </Text>
      </Group>
    </>
  )
}
