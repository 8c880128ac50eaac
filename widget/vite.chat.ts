import { defineConfig } from "vite";

import { language } from "./language";

export default defineConfig({
  resolve: { alias: [language] },
  build: {
    outDir: "../door/static/widget",
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: "src/chat.ts", formats: ["es"], name: "InvivoChat", fileName: () => "chat.js" },
  },
});
