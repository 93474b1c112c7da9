import Redis from 'ioredis'
import { run } from './notes.js'

const client = new Redis(process.env.REDIS_URL)

await run({
  write: text => client.rpush('ioredis_notes', text),
  read: async () => (await client.lrange('ioredis_notes', 0, -1)).map(text => ({ text })),
  close: () => client.quit(),
})
