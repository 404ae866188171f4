import { Title } from '@mantine/core'
import { useState } from 'react'
import { CutDrop, type DroppedCut } from './CutDrop.tsx'
import { Homecoming } from './Homecoming.tsx'

/** The way back: a cut that was worked on elsewhere comes home. */
export function BringHome({ projectId }: { projectId: string }) {
  const [cut, setCut] = useState<DroppedCut | null>(null)
  return (
    <section aria-labelledby="home">
      <Title order={2} size="h4" mb="sm" id="home">
        Bring a cut home
      </Title>
      {cut ? (
        <Homecoming key={cut.fileName} projectId={projectId} cut={cut} onClose={() => setCut(null)} />
      ) : (
        <CutDrop onCut={setCut} />
      )}
    </section>
  )
}
