// Writes a digest of the sources beside the build, by which a test sees that the build is theirs.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const hash = createHash("sha256");
for (const name of readdirSync("src").sort()) {
  hash.update(name + "\0");
  hash.update(readFileSync(`src/${name}`));
}
writeFileSync("../frontdesk/static/widget/sources.sha256", hash.digest("hex") + "\n");
