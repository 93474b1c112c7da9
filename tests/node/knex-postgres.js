import Knex from 'knex'
import { run } from './notes.js'

const knex = Knex({
  client: 'pg',
  connection: process.env.DATABASE_URL,
})

if (!(await knex.schema.hasTable('knex_notes'))) {
  await knex.schema.createTable('knex_notes', table => {
    table.increments()
    table.text('text').notNullable()
  })
}

await run({
  write: text => knex('knex_notes').insert({ text }),
  read: () => knex('knex_notes').orderBy('id'),
  close: () => knex.destroy(),
})
