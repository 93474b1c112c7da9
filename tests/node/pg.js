import pg from 'pg'
import { run } from './notes.js'

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()

await client.query('create table if not exists pg_notes (id serial primary key, text text not null)')

await run({
  write: text => client.query('insert into pg_notes (text) values ($1)', [text]),
  read: async () => (await client.query('select text from pg_notes order by id')).rows,
  close: () => client.end(),
})
