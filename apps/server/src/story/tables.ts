import type { CameraAngle, CameraMove, CutStyle, DialogueLine, Framing, Setting, ShotSize, TimeOfDay } from '@storycanvas/api'
import type { ColumnType, Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'
import type { CastExtras } from './cast/tables.ts'

/** `version` is counted by the database with every change that people make to a row. */
type Counted = Owned & { version: ColumnType<number, number | undefined, never> }

/** `position` is a fractional index: a text that sorts between its neighbours' without touching them. */
export type StoryTables = {
  instruction: Counted & {
    projectId: Fixed<string>
    scope: 'writing' | 'image' | 'video' | 'all'
    text: string
    enabled: boolean
    position: string
  }
  chapter: Counted & { projectId: Fixed<string>; title: string; synopsis: string; position: string }
  scene: Counted & {
    projectId: Fixed<string>
    chapterId: string
    position: string
    number: string | null
    heading: string
    setting: Setting
    timeOfDay: TimeOfDay
    locationId: string | null
    synopsis: string
    text: string
    mood: string
    characterIds: string[]
    transition: CutStyle
  }
  panel: Counted & {
    projectId: Fixed<string>
    sceneId: string
    position: string
    description: string
    dialogue: Json<DialogueLine[]>
    shotSize: ShotSize
    framing: Framing
    angle: CameraAngle
    lensMm: number | null
    cameraMove: CameraMove
    characterIds: string[]
    imagePrompt: string
    videoPrompt: string
    negativePrompt: string
    durationMs: number
    transition: CutStyle
    chosenTakeId: Generated<string | null>
  }
  character: Counted &
    CastExtras & {
      projectId: Fixed<string>
      name: string
      description: string
      look: string
      negativePrompt: string
      voice: string
      colour: string
    }
  location: Counted &
    CastExtras & {
      projectId: Fixed<string>
      name: string
      description: string
      look: string
      negativePrompt: Generated<string>
      setting: Setting
    }
}

export const storyMigrations: readonly Migration[] = [
  {
    name: '0030-story',
    up: `
      create table location (
        ${ownedColumns},
        project_id uuid not null references project,
        name text not null,
        description text not null,
        look text not null,
        setting text not null
      );
      create index location_project on location (project_id, name, id);
      ${touchTrigger('location')}
      create table character (
        ${ownedColumns},
        project_id uuid not null references project,
        name text not null,
        description text not null,
        look text not null,
        negative_prompt text not null,
        voice text not null,
        colour text not null
      );
      create index character_project on character (project_id, name, id);
      ${touchTrigger('character')}
      create table instruction (
        ${ownedColumns},
        project_id uuid not null references project,
        scope text not null check (scope in ('writing', 'image', 'video', 'all')),
        text text not null,
        enabled boolean not null,
        position text collate "C" not null
      );
      create index instruction_project on instruction (project_id, position, id);
      ${touchTrigger('instruction')}
      create table chapter (
        ${ownedColumns},
        project_id uuid not null references project,
        title text not null,
        synopsis text not null,
        position text collate "C" not null
      );
      create index chapter_project on chapter (project_id, position, id);
      ${touchTrigger('chapter')}
      create table scene (
        ${ownedColumns},
        project_id uuid not null references project,
        chapter_id uuid not null references chapter,
        position text collate "C" not null,
        number text,
        heading text not null,
        setting text not null,
        time_of_day text not null,
        location_id uuid references location,
        synopsis text not null,
        text text not null,
        mood text not null,
        character_ids uuid[] not null,
        transition text not null
      );
      create index scene_chapter on scene (chapter_id, position, id);
      create index scene_project on scene (project_id);
      create index scene_characters on scene using gin (character_ids);
      ${touchTrigger('scene')}
      create table panel (
        ${ownedColumns},
        project_id uuid not null references project,
        scene_id uuid not null references scene,
        position text collate "C" not null,
        description text not null,
        dialogue jsonb not null,
        shot_size text not null,
        framing text not null,
        angle text not null,
        lens_mm integer,
        camera_move text not null,
        character_ids uuid[] not null,
        image_prompt text not null,
        video_prompt text not null,
        negative_prompt text not null,
        duration_ms integer not null check (duration_ms > 0),
        transition text not null,
        chosen_take_id uuid
      );
      create index panel_scene on panel (scene_id, position, id);
      create index panel_project on panel (project_id) where deleted_at is null;
      create index panel_characters on panel using gin (character_ids);
      ${touchTrigger('panel')}`,
    down: 'drop table panel; drop table scene; drop table chapter; drop table instruction; drop table character; drop table location;',
  },
  {
    name: '0147-long-projects',
    up: `
      create index scene_trash on scene (chapter_id, position, id) where deleted_at is not null;
      create index panel_counted on panel (project_id) include (chosen_take_id) where deleted_at is null;
      drop index panel_project;`,
    down: `
      create index panel_project on panel (project_id) where deleted_at is null;
      drop index panel_counted; drop index scene_trash;`,
  },
]
