/**
 * Prints the files in a ZIP archive that yauzl has read to their end, as JSON: name, size and how each was packed. In a
 * process of its own, since a read that stops leaves nothing to wait for: the process ends, and the file is missing.
 *
 *     tsx test/support/unzipped.ts ARCHIVE
 */
import yauzl from 'yauzl';

const [, , archive = ''] = process.argv;
const files: { name: string; size: number; method: string }[] = [];
process.on('exit', () => process.stdout.write(JSON.stringify(files)));

yauzl.open(archive, { lazyEntries: true }, (problem, zip) => {
  if (problem) throw problem;
  zip.on('error', (error: Error) => {
    throw error;
  });
  zip.on('entry', (entry: yauzl.Entry) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) throw error;
      let size = 0;
      stream.on('data', (chunk: Buffer) => (size += chunk.length));
      stream.on('end', () => {
        const method = entry.compressionMethod === 0 ? 'stored' : 'compressed';
        files.push({ name: entry.fileName, size, method });
        zip.readEntry();
      });
    });
  });
  zip.readEntry();
});
