import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../frontdesk/static/widget",
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: "src/loader.ts", formats: ["iife"], name: "InvivoChat", fileName: () => "widget.js" },
  },
});
