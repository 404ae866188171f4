import { Alert, Button, Group, Text } from '@mantine/core'
import type { GenerationServer } from '@storycanvas/api'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { itemsOf } from '../../../api/jobLists.ts'
import { generationServersQuery, jobsQuery } from '../../../api/queries.ts'
import { useAccount } from '../../../api/server.ts'
import { AddServer } from './AddServer.tsx'
import { Lane } from './Lane.tsx'
import styles from './Lanes.module.css'
import { foundWords } from './words.ts'

/** The servers that draw, each a lane. Only those who manage the install change them. */
export function Lanes() {
  const account = useAccount()
  const mayManage = account?.role === 'owner' || account?.role === 'admin'
  const { data } = useQuery(generationServersQuery)
  const { data: pages } = useInfiniteQuery(jobsQuery({ open: 'true', order: 'turn' }))
  const [isAdding, setAdding] = useState(false)
  const [looked, setLooked] = useState<GenerationServer | null>(null)
  if (!data || (data.items.length === 0 && !mayManage)) return null
  const jobs = new Map((pages ? itemsOf(pages) : []).map(job => [job.id, job]))
  return (
    <section aria-labelledby="servers" className={styles.lanes}>
      <Group gap="sm">
        <h2 id="servers">Servers</h2>
        {mayManage && !isAdding && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            Add a server
          </Button>
        )}
      </Group>
      {isAdding && (
        <AddServer
          onCancel={() => setAdding(false)}
          onAdded={server => {
            setLooked(server)
            setAdding(false)
          }}
        />
      )}
      {looked && (
        <Alert
          variant="outline"
          color={looked.condition === 'up' ? 'green' : 'yellow'}
          title={looked.label}
          withCloseButton
          closeButtonLabel="Close what was found"
          onClose={() => setLooked(null)}
        >
          {foundWords(looked)}
        </Alert>
      )}
      {data.items.length === 0 && !isAdding && (
        <Text size="sm" c="dimmed">
          No servers yet: the built-in artist draws. With a ComfyUI server models draw, too.
        </Text>
      )}
      <div className={styles.grid}>
        {data.items.map(server => (
          <Lane key={server.id} server={server} jobs={jobs} mayManage={mayManage} onLooked={setLooked} />
        ))}
      </div>
    </section>
  )
}
