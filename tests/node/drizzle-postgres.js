import { drizzle } from 'drizzle-orm/node-postgres'
import { pgTable, serial, text } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { run } from './notes.js'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const db = drizzle(pool)

const notes = pgTable('drizzle_notes', { id: serial().primaryKey(), text: text().notNull() })
await db.execute('create table if not exists drizzle_notes (id serial primary key, text text not null)')

await run({
  write: text => db.insert(notes).values({ text }),
  read: () => db.select().from(notes).orderBy(notes.id),
  close: () => pool.end(),
})
