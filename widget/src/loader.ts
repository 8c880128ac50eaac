// The part every visitor loads: a button. The chat itself comes when it is opened.
// <script src="https://…/widget.js" data-name="…" data-phone="…" defer></script>

import { quiet } from "./quiet";
import { reset } from "./reset";
import { launch, offered } from "./strings";

// A script that was put in by another script, or as a module, is not the current one.
const script = (document.currentScript ?? document.querySelector('script[src*="widget.js"]')) as HTMLScriptElement;
const base = new URL(script.src, location.href);
const api = new URL(script.dataset.api ?? "/webhooks/webchat", base).href.replace(/\/$/, "");
// What conversation.ts keeps; and, for this tab, whether the chat is open.
const KEPT = `invivo-chat:${api}`;
const OPEN = `${KEPT}:open`;
const ASK_MS = 60_000;
const PAUSE_MS = 30 * ASK_MS;

const css = `${reset}
:host { position: fixed !important; right: max(1em, env(safe-area-inset-right)) !important; bottom: max(1em, env(safe-area-inset-bottom)) !important; z-index: 2147483000 !important; }
button { font: inherit; font-weight: 600; line-height: 1.2; color: var(--invivo-on-brand, #fff);
  background: var(--invivo-brand, #0f5c5c); border: 0; border-radius: 99em; padding: .85em 1.3em; min-height: 3em; max-width: calc(100vw - 2em); cursor: pointer;
  box-shadow: 0 6px 24px rgb(10 40 40 / .28); display: flex; gap: .55em; align-items: center; }
button:focus-visible { outline: 3px solid var(--invivo-focus, #b45309); outline-offset: 3px; }
[hidden] { display: none; }
svg { flex: none; width: 1.3em; height: 1.3em; fill: none; stroke: currentColor; stroke-width: 2; }
i { font-style: normal; font-size: .85em; border-radius: 99em; padding: .15em .6em; background: #fff; color: #a12622; white-space: nowrap; }
i:empty { padding: 0; width: .8em; height: .8em; border: 2px solid currentColor; background: currentColor; color: #f2b84b; }
@media (prefers-color-scheme: dark) { button { color: var(--invivo-on-brand-dark, #0c1f1e); background: var(--invivo-brand-dark, #7cc7c0); }
  button:focus-visible { outline-color: var(--invivo-focus-dark, #f5b36b); } }
@media (forced-colors: active) { button { color: ButtonText; border: 2px solid ButtonText; } }
@media print { :host { display: none !important; } }
`;

const svg = (name: string, attributes: Record<string, string>): SVGElement => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) element.setAttribute(key, attributes[key]!);
  return element;
};

interface Kept { token?: string; seen?: number; at?: number }

class Launcher extends HTMLElement {
  private button = document.createElement("button");
  private words = document.createElement("span");
  private news = document.createElement("i");
  private chat: { open(text?: string, unasked?: boolean, language?: string): void } | undefined;
  private loading = false;
  private tries = 0;
  /** What opened the chat, when that was not the button; the focus goes back there. */
  opener: HTMLElement | undefined;

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    this.button.type = "button";
    this.button.setAttribute("aria-haspopup", "dialog");
    const icon = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
    icon.append(svg("path", { d: "M4 5h16v11H9l-5 4z", "stroke-linejoin": "round" }));
    this.words.textContent = launch.open;
    this.news.hidden = true;
    this.button.append(icon, this.words, this.news);
    this.button.addEventListener("click", () => {
      this.opener = undefined;
      void this.show();
    });
    root.append(this.button);
    // Open before the page was loaded anew: open again. A chat that covers the page is not put
    // over another page somebody went to.
    const { token, at } = this.kept;
    const how = (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined)?.type;
    const covers = matchMedia("(max-width: 32em), (max-height: 30em)").matches;
    if (token && !quiet(KEPT) && tab(OPEN) && Date.now() - (at ?? 0) < PAUSE_MS && (how === "reload" || !covers)) void this.show(undefined, true);
    else void this.look();
    setInterval(() => void this.look(), ASK_MS);
  }

  /** Opens the chat, loading it first, in a language of the page's choice; with words of the
   * page's own, says them. */
  async show(text?: string, unasked = false, language?: string): Promise<void> {
    if (this.loading) return;
    this.button.removeAttribute("aria-label");
    if (!this.chat) {
      this.loading = true;
      try {
        // A browser may remember that an address failed.
        const url = new URL(`widget/chat.js${this.tries++ ? `?${this.tries}` : ""}`, base).href;
        const module = (await import(/* @vite-ignore */ url)) as typeof import("./chat");
        this.chat = module.start({
          api,
          name: script.dataset.name ?? "",
          phone: script.dataset.phone ?? "",
          closed: () => {
            tab(OPEN, "");
            this.button.hidden = false;
            void this.look();
            const back = this.opener?.isConnected ? this.opener : this.button;
            back.focus();
          },
        });
        this.words.textContent = launch.open;
      } catch {
        this.words.textContent = launch.notLoaded;
        return;
      } finally {
        this.loading = false;
      }
    }
    this.button.hidden = this.news.hidden = true;
    tab(OPEN, "1");
    this.chat.open(text, unasked, language);
  }

  private get kept(): Kept {
    try {
      return (JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Kept | null) ?? {};
    } catch {
      return {};
    }
  }

  /** Says on the button that a conversation is under way, and how much is new in it. */
  private async look(): Promise<void> {
    const { token, seen = 0 } = this.kept;
    this.news.hidden = true;
    this.button.removeAttribute("aria-label");
    if (!token || quiet(KEPT) || document.hidden || this.button.hidden) return;
    let news = 0;
    try {
      const answer = await fetch(`${api}/messages?after=${seen}`, { headers: { Authorization: `Bearer ${token}` }, credentials: "omit", cache: "no-store" });
      if (!answer.ok) return;
      const { messages } = (await answer.json()) as { messages: { from: string }[] };
      news = messages.filter((one) => one.from !== "patient").length;
    } catch {
      return;
    }
    const words = news ? launch.news.replace("{n}", String(news)) : launch.underWay;
    // That it goes on is a dot to the eye, and words to the ear.
    this.news.textContent = news ? words : "";
    this.button.setAttribute("aria-label", `${launch.open}, ${words}`);
    this.news.hidden = false;
  }
}

/** Reads or keeps something for this tab, where a browser lets us. */
function tab(key: string, value?: string): string | null {
  try {
    if (value === undefined) return sessionStorage.getItem(key);
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  } catch {
    // Storage may be switched off.
  }
  return null;
}

function begin(): void {
  if (customElements.get("invivo-launcher")) return;
  customElements.define("invivo-launcher", Launcher);
  const launcher = document.createElement("invivo-launcher") as Launcher;
  // Beside the body, not in it: a site that swaps its body keeps the button.
  document.documentElement.append(launcher);
  // Anything on the page can open the chat: data-invivo-open, with words to say or empty, and with
  // data-invivo-open-es those to say to a browser in Spanish; data-invivo-language opens it in one.
  document.addEventListener("click", (event) => {
    const opener = (event.target as Element).closest?.<HTMLElement>("[data-invivo-open]");
    if (!opener) return;
    event.preventDefault();
    launcher.opener = opener;
    const { invivoOpen, invivoOpenEs, invivoLanguage } = opener.dataset;
    const text = (launch.language === "es" && invivoOpenEs) || invivoOpen;
    void launcher.show(text, false, offered(invivoLanguage));
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
