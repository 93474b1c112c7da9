import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { run } from './notes.js'

const db = drizzle(new Database(new URL(process.env.DATABASE_URL).pathname))

const notes = sqliteTable('notes', { id: integer().primaryKey(), text: text().notNull() })
db.run('create table if not exists notes (id integer primary key, text text not null)')

await run({
  write: text => db.insert(notes).values({ text }),
  read: () => db.select().from(notes).orderBy(notes.id),
})
