import mongodb from 'mongodb'
import { run } from './notes.js'

const client = new mongodb.MongoClient(process.env.DATABASE_URL)

const notes = client.db().collection('notes')

await run({
  write: text => notes.insertOne({ text }),
  read: () => notes.find().toArray(),
  close: () => client.close(),
})
