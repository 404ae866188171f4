// The generation pool alone in a process, to be killed: `soak.test.ts` starts it again and again.
import { readConfig } from '../../apps/server/src/platform/config/config.ts'
import type { ConnectionFacts } from '../../apps/server/src/platform/database/database.ts'
import { openSecrets } from '../../apps/server/src/platform/secrets/open.ts'
import { createLog } from '../../apps/server/src/platform/telemetry/log.ts'
import { openContext } from '../../apps/server/src/open-context.ts'
import { serverTransport } from '../../apps/server/src/generation/servers/transport.ts'
import { startPool } from '../../apps/server/src/generation/pool/pool.ts'
import { hurriedTimes } from '../../apps/server/src/generation/pool/times.ts'

type Given = { facts: ConnectionFacts; dataDir: string; allowed: string }

const { facts, dataDir, allowed } = JSON.parse(process.env.SOAK ?? '{}') as Given
const config = readConfig({ DATA_DIR: dataDir, OUTGOING_ALLOW: allowed })
const secrets = await openSecrets({ directory: `${dataDir}/secrets` })
const closing = new AsyncDisposableStack()
const context = await openContext(config, facts, secrets, createLog(process.env.TEST_LOG ?? 'silent'), closing)
startPool({ ...context, facts, transport: serverTransport(config.outgoingAllow) }, hurriedTimes)
process.send?.('leading')
