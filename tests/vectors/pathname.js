// Answers a JSON list of URLs on stdin, each with `new URL(url).pathname`, or null where that throws.

let inputs = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => (inputs += text));
process.stdin.on('end', () => {
  const answer = (url) => {
    try {
      return new URL(url).pathname;
    } catch {
      return null;
    }
  };
  const { node } = process.versions;
  process.stdout.write(JSON.stringify({ node, pathnames: JSON.parse(inputs).map(answer) }));
});
