// What the programs here have in common: `write <text>` adds a row, `read` prints the text of every row as a line of JSON.

const [command, text] = process.argv.slice(2)

export async function run({ write, read, close = () => {} }) {
  if (command === 'write' && text !== undefined) {
    await write(text)
  } else if (command === 'read') {
    for (const note of await read()) console.log(JSON.stringify(note.text))
  } else {
    throw new Error(`usage: node ${process.argv[1]} write <text> | read`)
  }
  await close()
}
