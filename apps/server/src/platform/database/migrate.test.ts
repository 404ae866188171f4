import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type pg from 'pg'
import { migrations } from '../../tables.ts'
import { createTestDatabase, type TestDatabase } from '../embedded-postgres/testing.ts'
import { createLog } from '../telemetry/log.ts'
import { type Database, openDatabase, openPool, waitForDatabase } from './database.ts'
import { migrateDown, migrateUp } from './migrate.ts'

describe('the schema', () => {
  let ours: TestDatabase
  const pools: pg.Pool[] = []
  const open = () => {
    const pool = openPool(ours.connection, createLog('silent'), 3)
    pools.push(pool)
    return openDatabase(pool)
  }
  before(async () => {
    ours = await createTestDatabase()
  })
  after(async () => {
    for (const pool of pools) await pool.end()
    await ours.drop()
  })

  test('is applied once by servers that start together', async () => {
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrateUp(open(), migrations)))
    assert.deepEqual(
      applied.map(({ length }) => length).sort((a, b) => a - b),
      [0, 0, 0, migrations.length],
    )
  })

  test('goes down to nothing and comes up the same', async () => {
    const database = open()
    const whole = await schemaOf(database)
    assert.ok(whole.length > 100)
    const names = await migrateDown(database, migrations, migrations.length)
    assert.deepEqual(names, migrations.map(({ name }) => name).reverse())
    assert.deepEqual(
      (await schemaOf(database)).filter(line => !line.includes(' migration')),
      [],
    )
    await migrateUp(database, migrations)
    assert.deepEqual(await schemaOf(database), whole)
  })

  test('stays as it was when a step fails, and goes on from there', async () => {
    const database = open()
    const step = (name: string, up: string) => ({ name, up, down: '' })
    const good = step('9001-good', 'create table one (id int)')
    const bad = step('9002-bad', 'create table two (id int); select 1 / 0;')
    await assert.rejects(migrateUp(database, [...migrations, good, bad]), /division by zero/)
    const mended = { ...bad, up: 'create table two (id int)' }
    assert.deepEqual(await migrateUp(database, [...migrations, good, mended]), ['9002-bad'])
    assert.equal(new Set(migrations.map(({ name }) => name)).size, migrations.length)
  })

  test('is not waited for where waiting cannot help', async () => {
    const pool = openPool({ ...ours.connection, database: 'no_such_database' }, createLog('silent'), 1)
    const began = performance.now()
    await assert.rejects(waitForDatabase(pool, createLog('silent')), /does not exist/)
    assert.ok(performance.now() - began < 5000)
    await pool.end()
  })
})

/** Every table, column, index, constraint, trigger and function of ours, one line each. */
async function schemaOf(database: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('column %s %s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public'
    union all select format('index %s %s', tablename, indexdef) from pg_indexes where schemaname = 'public'
    union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n'
    union all select format('trigger %s %s', event_object_table, trigger_name) from information_schema.triggers
    union all select format('function %s', proname) from pg_proc p where pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1`.execute(database)
  return rows.map(({ line }) => line)
}
