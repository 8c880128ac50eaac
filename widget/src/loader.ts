// The part every visitor loads: a button. The chat itself comes when it is opened.
// <script src="https://…/widget.js" data-name="…" data-phone="…" defer></script>

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
@media (prefers-color-scheme: dark) { button { color: var(--invivo-on-brand-dark, #0c1f1e); background: var(--invivo-brand-dark, #7cc7c0); }
  button:focus-visible { outline-color: var(--invivo-focus-dark, #f5b36b); } }
@media (forced-colors: active) { button { color: ButtonText; border: 2px solid ButtonText; } }
@media print { :host { display: none; } }
`;

class Launcher extends HTMLElement {
  private button = document.createElement("button");
  private chat: { open(text?: string): void } | undefined;
  private loading = false;
  private tries = 0;
  /** What opened the chat, when that was not the button; the focus goes back there. */
  opener: HTMLElement | undefined;

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
    this.button.addEventListener("click", () => {
      this.opener = undefined;
      void this.show();
    });
    root.append(this.button);
  }

  /** Opens the chat, loading it first; with words of the page's own, says them. */
  async show(text?: string): Promise<void> {
    if (this.loading) return;
    if (!this.chat) {
      this.loading = true;
      try {
        // A browser may remember that an address failed.
        const url = new URL(`widget/chat.js${this.tries++ ? `?${this.tries}` : ""}`, base).href;
        const module = (await import(/* @vite-ignore */ url)) as typeof import("./chat");
        this.chat = module.start({
          api: new URL(script.dataset.api ?? "/webhooks/webchat", base).href.replace(/\/$/, ""),
          name: script.dataset.name ?? "",
          phone: script.dataset.phone ?? "",
          closed: () => {
            this.button.hidden = false;
            const back = this.opener?.isConnected ? this.opener : this.button;
            back.focus();
          },
        });
        this.button.lastChild!.textContent = strings.open;
      } catch {
        this.button.lastChild!.textContent = strings.notLoaded;
        return;
      } finally {
        this.loading = false;
      }
    }
    this.button.hidden = true;
    this.chat.open(text);
  }
}

if (!customElements.get("invivo-launcher")) {
  customElements.define("invivo-launcher", Launcher);
  const launcher = document.createElement("invivo-launcher") as Launcher;
  document.body.append(launcher);
  // Anything on the page can open the chat: data-invivo-open, with words to say or empty.
  document.addEventListener("click", (event) => {
    const opener = (event.target as Element).closest?.<HTMLElement>("[data-invivo-open]");
    if (!opener) return;
    event.preventDefault();
    launcher.opener = opener;
    void launcher.show(opener.dataset.invivoOpen);
  });
}
