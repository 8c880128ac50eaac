// After the build: fails when it became too heavy, and writes a digest of the sources beside it,
// by which a test sees that the build is theirs.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const built = "../door/static/widget";
const size = (name) => gzipSync(readFileSync(`${built}/${name}`), { level: 9 }).length;
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
