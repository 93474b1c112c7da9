import { DatabaseSync } from 'node:sqlite'
import { run } from './notes.js'

const db = new DatabaseSync(new URL(process.env.DATABASE_URL).pathname)

db.exec('create table if not exists notes (id integer primary key, text text not null)')

await run({
  write: text => db.prepare('insert into notes (text) values (?)').run(text),
  read: () => db.prepare('select text from notes order by id').all(),
})
