import { PrismaLibSQL } from '@prisma/adapter-libsql'
import client from './generated/sqlite/index.js'
import { run } from './notes.js'

// prisma/sqlite.prisma has `url = env("DATABASE_URL")`, which Prisma's commands read. The client itself is told the same
// again: without a downloaded engine its queries go through an adapter.
const prisma = new client.PrismaClient({ adapter: new PrismaLibSQL({ url: process.env.DATABASE_URL }) })

await run({
  write: text => prisma.note.create({ data: { text } }),
  read: () => prisma.note.findMany({ orderBy: { id: 'asc' } }),
  close: () => prisma.$disconnect(),
})
