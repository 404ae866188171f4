import type { MarkerColour } from '@storycanvas/timeline'
import type { Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type TimelineTables = {
  clip: Owned & {
    projectId: Fixed<string>
    sceneId: string | null
    panelId: string | null
    name: string
    /** A person has named it: laying the cut anew leaves the name alone. */
    isNamed: Generated<boolean>
    track: string
    startFrame: number
    durationFrames: number
    sourceInFrame: number
    /** How the clip hands over to the next one on its track. */
    transition: Generated<'cut' | 'dissolve' | 'fade' | 'wipe'>
    imagePrompt: string
    videoPrompt: string
    negativePrompt: string
    characterIds: string[]
    /** Source time per record time; negative plays backwards, 0 holds the first frame. */
    speedNum: Generated<number>
    speedDen: Generated<number>
    gainDb: Generated<number>
    /** Null is what the hand-over implies. */
    fadeInFrames: Generated<number | null>
    fadeOutFrames: Generated<number | null>
    enabled: Generated<boolean>
    /** Frames of the hand-over before and after the cut; null is the standard length, centred on it. */
    transitionInFrames: Generated<number | null>
    transitionOutFrames: Generated<number | null>
    /** SMPTE 258M number of a wipe; null is from the left. */
    wipe: Generated<number | null>
    /** An uploaded file that the clip plays instead of its panel's chosen take. */
    mediaId: Generated<string | null>
  }
  /** What a person has said about a track; one without a row is called by its id and is not muted. */
  timelineTrack: { projectId: Fixed<string>; track: Fixed<string>; name: string; muted: boolean }
  timelineMarker: {
    id: Fixed<string>
    projectId: Fixed<string>
    atFrame: number
    durationFrames: number
    name: string
    note: string
    colour: MarkerColour
  }
  /** A step of editing that its maker can take back, and make again. */
  timelineEdit: {
    id: Fixed<string>
    projectId: Fixed<string>
    accountId: Fixed<string>
    /** Of the cut after the step: the order of one person's steps. */
    revision: Fixed<number>
    label: Fixed<string>
    before: Json<unknown>
    after: Json<unknown>
    /** Pairs of clip ids that were allowed to lie over one another before or after the step. */
    allowedOverlaps: Json<[string, string][]>
    createdAt: Generated<string>
    undoneAt: string | null
  }
  render: Owned & {
    projectId: Fixed<string>
    ownerId: Fixed<string>
    jobId: string | null
    captions: Fixed<'burnt-in' | 'sidecar' | 'none'>
    slate: Fixed<boolean>
    watermark: Fixed<string | null>
    /** LUFS. */
    loudness: Fixed<number | null>
    ducking: Fixed<boolean>
    fitting: Fixed<'bars' | 'fill' | 'blurred'>
    width: Fixed<number>
    height: Fixed<number>
    rateNum: Fixed<number>
    rateDen: Fixed<number>
    /** The cut as it was when the render was asked for. */
    timeline: Json<unknown>
    /** Of the film, its slate included. */
    durationFrames: Fixed<number>
    blobHash: Generated<string | null>
    /** Sidecar captions as WebVTT. */
    captionsHash: Generated<string | null>
    /** The same as SubRip. */
    captionsSrtHash: Generated<string | null>
    bytes: Generated<number | null>
  }
}

export const timelineMigrations: readonly Migration[] = [
  {
    name: '0060-timeline',
    up: `
      create table clip (
        ${ownedColumns},
        project_id uuid not null references project,
        scene_id uuid references scene,
        panel_id uuid references panel,
        name text not null,
        is_named boolean not null default false,
        track text not null,
        start_frame integer not null check (start_frame >= 0),
        duration_frames integer not null check (duration_frames > 0),
        source_in_frame integer not null default 0 check (source_in_frame >= 0),
        transition text not null default 'cut',
        image_prompt text not null,
        video_prompt text not null,
        negative_prompt text not null,
        character_ids uuid[] not null
      );
      create index clip_project on clip (project_id, track, start_frame, id);
      create index clip_panel on clip (panel_id) where panel_id is not null;
      create index clip_scene on clip (scene_id) where scene_id is not null;
      ${touchTrigger('clip')}
      alter table take add foreign key (clip_id) references clip;
      create table render (
        ${ownedColumns},
        project_id uuid not null references project,
        owner_id uuid not null references account,
        job_id uuid references job,
        captions text not null,
        slate boolean not null,
        width integer not null,
        height integer not null,
        rate_num integer not null,
        rate_den integer not null,
        timeline jsonb not null,
        duration_frames integer not null,
        blob_hash text,
        captions_hash text,
        bytes bigint
      );
      create index render_project on render (project_id, id desc);
      ${touchTrigger('render')}`,
    down: 'drop table render; alter table take drop constraint take_clip_id_fkey; drop table clip;',
  },
]

/** What edits of the cut keep; their clips may play files of the library, whose tables come first. */
export const editMigrations: readonly Migration[] = [
  {
    name: '0080-timeline-edits',
    up: `
      alter table project add cut_revision integer not null default 0;
      alter table clip
        add speed_num integer not null default 1,
        add speed_den integer not null default 1 check (speed_den > 0),
        add gain_db double precision not null default 0,
        add fade_in_frames integer check (fade_in_frames >= 0),
        add fade_out_frames integer check (fade_out_frames >= 0),
        add enabled boolean not null default true,
        add transition_in_frames integer check (transition_in_frames >= 0),
        add transition_out_frames integer check (transition_out_frames >= 0),
        add wipe integer check (wipe > 0),
        add media_id uuid references media_file;
      create index clip_media on clip (media_id) where media_id is not null;
      create table timeline_track (
        project_id uuid not null references project,
        track text not null,
        name text not null,
        muted boolean not null,
        primary key (project_id, track)
      );
      create table timeline_marker (
        id uuid primary key,
        project_id uuid not null references project,
        at_frame integer not null check (at_frame >= 0),
        duration_frames integer not null check (duration_frames >= 0),
        name text not null,
        note text not null,
        colour text not null
      );
      create index timeline_marker_project on timeline_marker (project_id, at_frame, id);
      create table timeline_edit (
        id uuid primary key,
        project_id uuid not null references project,
        account_id uuid not null references account,
        revision integer not null,
        label text not null,
        before jsonb not null,
        after jsonb not null,
        allowed_overlaps jsonb not null,
        created_at timestamptz not null default now(),
        undone_at timestamptz
      );
      create index timeline_edit_person on timeline_edit (project_id, account_id, revision);`,
    down: `
      drop table timeline_edit; drop table timeline_marker; drop table timeline_track;
      alter table clip drop speed_num, drop speed_den, drop gain_db, drop fade_in_frames, drop fade_out_frames, drop enabled,
        drop transition_in_frames, drop transition_out_frames, drop wipe, drop media_id;
      alter table project drop cut_revision;`,
  },
  {
    name: '0082-render-options',
    up: 'alter table render add watermark text, add loudness double precision, add ducking boolean not null default false',
    down: 'alter table render drop watermark, drop loudness, drop ducking',
  },
  {
    name: '0083-render-fitting',
    up: `alter table render add fitting text not null default 'bars' check (fitting in ('bars', 'fill', 'blurred'))`,
    down: 'alter table render drop fitting',
  },
  {
    name: '0084-render-subrip',
    up: 'alter table render add captions_srt_hash text',
    down: 'alter table render drop captions_srt_hash',
  },
]
