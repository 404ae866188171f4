import { Alert, Text } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconVolumeOff } from '@tabler/icons-react'

/** Tells the owner which sound of the file nobody hears here, and what to do about it. */
export function LeftOut({ formats }: { formats: Video['leftOut'] }) {
  const named = [...new Set(formats)].map(one => (one.includes(' ') ? one : one.toUpperCase())).join(' and ')
  return (
    <Alert variant="default" maw={640} icon={<IconVolumeOff aria-hidden />} title={`Its sound in ${named} was left out`}>
      <Text size="sm">
        Sound in {named} cannot be played here. To have it, convert the file to MP4 with H.264 and AAC, and upload that one.
      </Text>
    </Alert>
  )
}
