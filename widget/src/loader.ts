// The part every visitor loads: a button. The chat itself comes when it is opened.
// <script src="https://…/widget.js" data-api="/webhooks/webchat" data-name="…" defer></script>

import { strings } from "./strings";

const script = document.currentScript as HTMLScriptElement;
const base = new URL(script.src, location.href);

const css = `
:host { position: fixed; right: max(1rem, env(safe-area-inset-right)); bottom: max(1rem, env(safe-area-inset-bottom)); z-index: 2147483000; }
button { font: 600 1rem/1.2 var(--invivo-font, "Segoe UI", system-ui, sans-serif); color: var(--invivo-on-brand, #fff);
  background: var(--invivo-brand, #0f5c5c); border: 0; border-radius: 999px; padding: .85rem 1.3rem; min-height: 3rem; cursor: pointer;
  box-shadow: 0 6px 24px rgb(10 40 40 / .28); display: flex; gap: .55rem; align-items: center; }
button:focus-visible { outline: 3px solid var(--invivo-focus, #b45309); outline-offset: 3px; }
button[hidden] { display: none; }
svg { width: 1.3rem; height: 1.3rem; fill: none; stroke: currentColor; stroke-width: 2; }
@media (forced-colors: active) { button { border: 2px solid ButtonText; } }
@media print { :host { display: none; } }
`;

class Launcher extends HTMLElement {
  private button = document.createElement("button");
  private chat: { open(): void } | undefined;

  connectedCallback(): void {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    this.button.type = "button";
    this.button.setAttribute("aria-haspopup", "dialog");
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", "M4 5h16v11H9l-5 4z");
    path.setAttribute("stroke-linejoin", "round");
    icon.append(path);
    this.button.append(icon, strings.open);
    this.button.addEventListener("click", () => void this.show());
    root.append(this.button);
  }

  private async show(): Promise<void> {
    if (!this.chat) {
      this.button.disabled = true;
      try {
        const url = new URL("widget/chat.js", base).href;
        const module = (await import(/* @vite-ignore */ url)) as typeof import("./chat");
        this.chat = module.start({
          api: new URL(script.dataset.api ?? "/webhooks/webchat", base).href.replace(/\/$/, ""),
          name: script.dataset.name ?? "",
          phone: script.dataset.phone ?? "",
          closed: () => {
            this.button.hidden = false;
            this.button.focus();
          },
        });
      } catch {
        this.button.lastChild!.textContent = strings.notLoaded;
        return;
      } finally {
        this.button.disabled = false;
      }
    }
    this.button.hidden = true;
    this.chat.open();
  }
}

if (!customElements.get("invivo-launcher")) {
  customElements.define("invivo-launcher", Launcher);
  document.body.append(document.createElement("invivo-launcher"));
}
