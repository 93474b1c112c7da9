import pg from 'pg'
import { run } from './notes.js'

// PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE: pg reads them where it is told nothing.
const client = new pg.Pool()

await client.query('create table if not exists pg_variables_notes (id serial primary key, text text not null)')

await run({
  write: text => client.query('insert into pg_variables_notes (text) values ($1)', [text]),
  read: async () => (await client.query('select text from pg_variables_notes order by id')).rows,
  close: () => client.end(),
})
