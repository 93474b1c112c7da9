import Knex from 'knex'
import { run } from './notes.js'

const knex = Knex({
  client: 'better-sqlite3',
  connection: { filename: new URL(process.env.DATABASE_URL).pathname },
  useNullAsDefault: true,
})

if (!(await knex.schema.hasTable('notes'))) {
  await knex.schema.createTable('notes', table => {
    table.increments()
    table.text('text').notNullable()
  })
}

await run({
  write: text => knex('notes').insert({ text }),
  read: () => knex('notes').orderBy('id'),
  close: () => knex.destroy(),
})
