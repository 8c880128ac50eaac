import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../frontdesk/static/widget",
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: "src/chat.ts", formats: ["es"], name: "InvivoChat", fileName: () => "chat.js" },
  },
});
