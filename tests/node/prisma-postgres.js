import { PrismaPg } from '@prisma/adapter-pg'
import client from './generated/postgresql/index.js'
import { run } from './notes.js'

// prisma/postgresql.prisma has `url = env("DATABASE_URL")`, which Prisma's commands read. The client itself is told the same
// again: without a downloaded engine its queries go through an adapter.
const prisma = new client.PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) })

await run({
  write: text => prisma.note.create({ data: { text } }),
  read: () => prisma.note.findMany({ orderBy: { id: 'asc' } }),
  close: () => prisma.$disconnect(),
})
