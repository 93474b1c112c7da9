import { createClient } from 'redis'
import { run } from './notes.js'

const client = await createClient({ url: process.env.REDIS_URL }).connect()

await run({
  write: text => client.rPush('redis_notes', text),
  read: async () => (await client.lRange('redis_notes', 0, -1)).map(text => ({ text })),
  close: () => client.close(),
})
