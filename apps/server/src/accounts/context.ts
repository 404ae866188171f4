import type { Config } from '../platform/config/config.ts'
import type { KeyRing } from '../platform/secrets/key.ts'
import type { Database } from '../platform/database/database.ts'

/** What the room of accounts needs. */
export type AccountContext = {
  database: Database
  tokenKeys: KeyRing
  registration: Config['registration']
}
