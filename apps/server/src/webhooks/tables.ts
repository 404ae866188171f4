import type { WebhookEvent } from '@storycanvas/api'
import type { Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type WebhookTables = {
  webhook: Owned & {
    ownerId: Fixed<string>
    url: string
    events: WebhookEvent[]
    enabled: Generated<boolean>
    disabledReason: Generated<string | null>
    /** Sealed by the vault. */
    secret: string
  }
  webhookDelivery: {
    id: Fixed<string>
    webhookId: Fixed<string>
    event: Fixed<WebhookEvent>
    payload: Json<unknown>
    state: Generated<'waiting' | 'delivered' | 'given-up'>
    attempts: Generated<number>
    nextAttemptAt: Generated<string | null>
    status: Generated<number | null>
    error: Generated<string | null>
    createdAt: Generated<string>
    deliveredAt: Generated<string | null>
  }
}

/**
 * The database itself notes what has to be told, in the transaction of the change: no way of changing a job or video can
 * forget it. Jobs of a webhook's owner and of projects that the owner is a member of count.
 */
const triggers = `
  create function note_webhook(event_name text, account uuid, project uuid, data jsonb) returns void language plpgsql as $$
  begin
    insert into webhook_delivery (id, webhook_id, event, payload, next_attempt_at)
      select gen_random_uuid(), w.id, event_name, data, now() from webhook w
      where w.enabled and w.deleted_at is null and event_name = any (w.events) and (w.owner_id = account
        or exists (select from project_member m where m.project_id = project and m.account_id = w.owner_id));
    if found then perform pg_notify('storycanvas_bus', '{"kind":"webhooks"}'); end if;
  end $$;

  create function note_job_for_webhooks() returns trigger language plpgsql as $$
  declare
    job_facts jsonb;
    made record;
  begin
    if not exists (select from webhook where enabled and deleted_at is null) then return null; end if;
    if tg_op = 'UPDATE' and old.state = new.state then return null; end if;
    job_facts := jsonb_build_object('id', new.id, 'kind', new.kind, 'title', new.title, 'state', new.state, 'error', new.error,
      'projectId', new.project_id, 'target', case when new.target_id is not null
        then jsonb_build_object('kind', new.target_kind, 'id', new.target_id) end);
    perform note_webhook('job.' || new.state, new.owner_id, new.project_id, jsonb_build_object('job', job_facts));
    if new.state in ('succeeded', 'failed', 'cancelled') then
      for made in select g.id, g.panel_id, g.preset from generation g where g.job_id = new.id loop
        perform note_webhook('generation.' || new.state, new.owner_id, new.project_id, jsonb_build_object('job', job_facts,
          'generation', jsonb_build_object('id', made.id, 'panelId', made.panel_id, 'preset', made.preset)));
      end loop;
    end if;
    if new.state in ('succeeded', 'failed') then
      for made in select v.id, v.title from video v where v.job_id = new.id loop
        perform note_webhook(case new.state when 'succeeded' then 'video.processed' else 'video.failed' end, new.owner_id,
          new.project_id, jsonb_build_object('job', job_facts, 'video', jsonb_build_object('id', made.id, 'title', made.title)));
      end loop;
    end if;
    return null;
  end $$;
  create trigger webhooks after insert or update of state on job for each row execute function note_job_for_webhooks();

  create function note_video_for_webhooks() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' or (old.deleted_at is null and new.deleted_at is not null) then
      perform note_webhook(case tg_op when 'INSERT' then 'video.created' else 'video.deleted' end, new.owner_id, new.project_id,
        jsonb_build_object('video', jsonb_build_object('id', new.id, 'title', new.title)));
    end if;
    return null;
  end $$;
  create trigger webhooks after insert or update of deleted_at on video for each row execute function note_video_for_webhooks();`

const noteWebhook = (isOwn: string) => `
  create or replace function note_webhook(event_name text, account uuid, project uuid, data jsonb) returns void
  language plpgsql as $$
  begin
    insert into webhook_delivery (id, webhook_id, event, payload, next_attempt_at)
      select gen_random_uuid(), w.id, event_name, data, now() from webhook w
      where w.enabled and w.deleted_at is null and event_name = any (w.events) and ((${isOwn})
        or exists (select from project_member m where m.project_id = project and m.account_id = w.owner_id));
    if found then perform pg_notify('storycanvas_bus', '{"kind":"webhooks"}'); end if;
  end $$;`

export const webhookMigrations: readonly Migration[] = [
  {
    name: '0094-webhooks',
    up: `
      create table webhook (
        ${ownedColumns},
        owner_id uuid not null references account,
        url text not null,
        events text[] not null,
        enabled boolean not null default true,
        disabled_reason text,
        secret text not null
      );
      create index webhook_owner on webhook (owner_id, id) where deleted_at is null;
      ${touchTrigger('webhook')}
      create table webhook_delivery (
        id uuid primary key,
        webhook_id uuid not null references webhook,
        event text not null,
        payload jsonb not null,
        state text not null default 'waiting' check (state in ('waiting', 'delivered', 'given-up')),
        attempts integer not null default 0,
        next_attempt_at timestamptz,
        status integer,
        error text,
        created_at timestamptz not null default clock_timestamp(),
        delivered_at timestamptz
      );
      create index webhook_delivery_due on webhook_delivery (next_attempt_at) where state = 'waiting';
      create index webhook_delivery_log on webhook_delivery (webhook_id, created_at desc, id desc);
      ${triggers}`,
    down: `
      drop trigger webhooks on video;
      drop trigger webhooks on job;
      drop function note_video_for_webhooks;
      drop function note_job_for_webhooks;
      drop function note_webhook;
      drop table webhook_delivery;
      drop table webhook;`,
  },
  {
    // Whoever left a project is told nothing more of it; films are their owners'.
    name: '0154-webhooks-of-members',
    up: noteWebhook("w.owner_id = account and (project is null or event_name like 'video.%')"),
    down: noteWebhook('w.owner_id = account'),
  },
]
