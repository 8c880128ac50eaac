// The window the chat is in: where it stands on a small screen, what the keyboard reaches in it,
// and which part of the conversation is in sight.

// The same sizes as in styles.ts.
const FILLS_SCREEN = matchMedia("(max-width: 32rem), (max-height: 30rem)");

export class Panel {
  constructor(private readonly panel: HTMLElement, private readonly log: HTMLElement) {
    panel.addEventListener("keydown", (event) => { if (event.key === "Tab" && this.fills) this.keepIn(event); });
    FILLS_SCREEN.addEventListener("change", () => this.fit());
    visualViewport?.addEventListener("resize", () => this.fit());
    visualViewport?.addEventListener("scroll", () => this.fit());
    this.fit();
  }

  /** Whether the page behind is covered. */
  get fills(): boolean { return FILLS_SCREEN.matches; }

  /** Above a phone's keyboard, so that the head with the call button stays in sight. */
  fit(): void {
    this.panel.setAttribute("aria-modal", String(this.fills));
    const view = visualViewport;
    const typing = this.fills && view && view.scale < 1.1 && view.height < innerHeight - 1;
    this.panel.style.height = typing ? `${view.height}px` : "";
    this.panel.style.top = typing ? `${view.offsetTop}px` : "";
  }

  /** The end of the conversation, but never past the beginning of what is to be read. */
  show(from: HTMLElement | null): void {
    const scrolled = this.log.scrollHeight > this.log.clientHeight ? this.log : this.panel;
    const end = scrolled.scrollHeight - scrolled.clientHeight;
    const start = from?.isConnected
      ? scrolled.scrollTop + from.getBoundingClientRect().top - this.log.getBoundingClientRect().top - 8 : end;
    scrolled.scrollTop = scrolled === this.log ? Math.min(end, start) : end;
  }

  /** Round and round: what is behind the panel can't be seen, so it is not reached either. */
  private keepIn(event: KeyboardEvent): void {
    const all = [...this.panel.querySelectorAll<HTMLElement>("a[href], button, textarea, [tabindex='0']")]
      .filter((one) => one.getClientRects().length);
    const [first, last] = [all[0], all[all.length - 1]];
    const at = (this.panel.getRootNode() as ShadowRoot).activeElement;
    if (event.shiftKey ? at === first : at === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }
}
