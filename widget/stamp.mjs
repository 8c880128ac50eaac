// After the build: fails when it became too heavy, writes it compressed, and a digest of the
// sources beside it, by which a test sees that the build is theirs.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const built = "../door/static/widget";
// Kept compressed as well: nothing is compressed while a visitor waits.
function size(name) {
  const plain = readFileSync(`${built}/${name}`);
  const zipped = gzipSync(plain, { level: 9 });
  writeFileSync(`${built}/${name}.gz`, zipped);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  writeFileSync(`${built}/${name}.br`, brotliCompressSync(plain, { params }));
  return zipped.length;
}
const [loader, chat] = [size("widget.js"), size("chat.js")];
console.log(`compressed: loader ${loader} bytes, all of it ${loader + chat}`);
if (loader >= 3 * 1024 || loader + chat >= 20 * 1024) {
  console.error("The loader has to stay under 3 KB, all of it under 20 KB.");
  process.exit(1);
}

const hash = createHash("sha256");
for (const name of readdirSync("src").sort()) {
  hash.update(name + "\0");
  hash.update(readFileSync(`src/${name}`));
}
writeFileSync(`${built}/sources.sha256`, hash.digest("hex") + "\n");
