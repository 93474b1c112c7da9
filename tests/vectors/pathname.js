// Answers a JSON list of [url, base] on stdin, each with `new URL(url, base).pathname`, or null where that throws.

let inputs = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => (inputs += text));
process.stdin.on('end', () => {
  const answer = ([url, base]) => {
    try {
      return new URL(url, base ?? undefined).pathname;
    } catch {
      return null;
    }
  };
  const { node } = process.versions;
  process.stdout.write(JSON.stringify({ node, pathnames: JSON.parse(inputs).map(answer) }));
});
