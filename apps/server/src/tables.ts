import { accountMigrations, type AccountTables } from './accounts/tables.ts'
import { activityMigrations, type ActivityTables } from './activity/tables.ts'
import { budgetMigrations, type BudgetTables } from './budgets/tables.ts'
import { hostedMigrations, type HostedTables } from './generation/hosted/tables.ts'
import { generationMigrations, type GenerationTables } from './generation/tables.ts'
import { libraryMigrations, type LibraryTables } from './library/tables.ts'
import { commentMigrations, type CommentTables } from './comments/tables.ts'
import { type AssetTables, assetMigrations } from './assets/tables.ts'
import { type ProjectTemplateTables, projectTemplateMigrations } from './project-templates/tables.ts'
import { type DraftTables, draftMigrations } from './drafts/tables.ts'
import { memberMigrations, type MemberTables } from './members/tables.ts'
import { busMigrations, type BusTables } from './platform/bus/tables.ts'
import { databaseMigrations } from './platform/database/tables.ts'
import { type IdempotencyTables, idempotencyMigrations } from './platform/http/idempotency.ts'
import { jobMigrations, type JobTables } from './platform/jobs/tables.ts'
import { mediaMigrations, type MediaTables } from './platform/media/tables.ts'
import { projectMigrations, type ProjectTables } from './projects/tables.ts'
import { providerKeyMigrations, type ProviderKeyTables } from './provider-keys/tables.ts'
import { queueMigrations, type QueueTables } from './queue/tables.ts'
import { castMigrations } from './story/cast/tables.ts'
import { characterMigrations, type CharacterTables } from './story/characters/tables.ts'
import { sceneMigrations, type SceneTables } from './story/scenes/tables.ts'
import { storyMigrations, type StoryTables } from './story/tables.ts'
import { textMigrations, type TextTables } from './texts/tables.ts'
import { takeMigrations, type TakeTables } from './takes/tables.ts'
import { templateMigrations, type TemplateTables } from './templates/tables.ts'
import { editMigrations, timelineMigrations, type TimelineTables } from './timeline/tables.ts'
import { webhookMigrations, type WebhookTables } from './webhooks/tables.ts'

type KeptTables = ActivityTables & CommentTables & AssetTables & DraftTables & ProjectTemplateTables
type PlatformTables = BusTables & JobTables & IdempotencyTables & MediaTables
type StudioTables = ProjectTables &
  MemberTables &
  TextTables &
  StoryTables &
  SceneTables &
  CharacterTables &
  TakeTables &
  GenerationTables &
  TimelineTables &
  KeptTables

/** Every table of the database. */
export type Tables = PlatformTables &
  AccountTables &
  StudioTables &
  LibraryTables &
  QueueTables &
  BudgetTables &
  TemplateTables &
  WebhookTables &
  ProviderKeyTables &
  HostedTables

/** Every step of the schema, in the order in which they are applied. */
export const migrations = [
  ...databaseMigrations,
  ...busMigrations,
  ...jobMigrations,
  ...idempotencyMigrations,
  ...mediaMigrations,
  ...accountMigrations,
  ...projectMigrations,
  ...storyMigrations,
  ...takeMigrations,
  ...generationMigrations,
  ...timelineMigrations,
  ...libraryMigrations,
  ...editMigrations,
  ...assetMigrations,
  ...projectTemplateMigrations,
  ...draftMigrations,
  ...queueMigrations,
  ...budgetMigrations,
  ...templateMigrations,
  ...webhookMigrations,
  ...providerKeyMigrations,
  ...hostedMigrations,
  ...memberMigrations,
  ...textMigrations,
  ...commentMigrations,
  ...castMigrations,
  ...activityMigrations,
  ...sceneMigrations,
  ...characterMigrations,
]
