// The window the chat is in: where it stands on a small screen, what the keyboard reaches in it,
// what it lets out to the page, and which part of the conversation is in sight.

// The same sizes as in styles.ts. In em of the visitor's own text size, whatever the page's is.
const FILLS_SCREEN = matchMedia("(max-width: 32em), (max-height: 30em)");
// Below so many em everything but the head and the field scrolls; the field and its button share no line.
const LOW = 26, NARROW = 15;
// What a page does on these is meant for the page: its shortcuts, its focus traps, its swipes.
const KEPT_IN = ["keydown", "keypress", "keyup", "focusin", "touchstart", "touchmove", "wheel"];
/** Further away from the newest answer than this, somebody reads something else. */
const NEAR = 40;

export class Panel {
  private from: HTMLElement | null = null;
  private reading = false;
  private locked = false;
  private overflow: [string, string] = ["", ""];

  constructor(
    private readonly panel: HTMLElement, private readonly main: HTMLElement, private readonly log: HTMLElement,
    private readonly notice: HTMLElement,
  ) {
    panel.addEventListener("keydown", (event) => { if (event.key === "Tab" && this.fills) this.keepIn(event); });
    for (const name of KEPT_IN) panel.addEventListener(name, (event) => event.stopPropagation(), { passive: true });
    FILLS_SCREEN.addEventListener("change", () => this.fit());
    visualViewport?.addEventListener("resize", () => this.fit());
    visualViewport?.addEventListener("scroll", () => this.fit());
    for (const one of [main, log]) one.addEventListener("scroll", () => { this.reading = Math.abs(one.scrollTop - this.wanted(one)) > NEAR; });
    // Turned, zoomed, or lower by a keyboard: the newest answer stays in sight.
    const observer = new ResizeObserver(() => {
      this.measure();
      if (!this.reading) this.show(this.from);
    });
    observer.observe(panel);
    observer.observe(main);
    observer.observe(log);
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
    this.lock(this.fills && !this.panel.hidden);
    this.measure();
  }

  /** The end of the conversation, but never past the beginning of what is to be read. */
  show(from: HTMLElement | null): void {
    this.from = from;
    this.reading = false;
    const scrolled = this.scrolled;
    scrolled.scrollTop = this.wanted(scrolled);
  }

  private get scrolled(): HTMLElement { return this.panel.classList.contains("low") ? this.main : this.log; }

  private wanted(scrolled: HTMLElement): number {
    const end = scrolled.scrollHeight - scrolled.clientHeight;
    if (scrolled !== this.scrolled) return 0;
    const top = scrolled.getBoundingClientRect().top;
    // Where the log is not what scrolls, its end is not the end.
    const last = scrolled === this.log ? end : scrolled.scrollTop + this.log.getBoundingClientRect().bottom - top - scrolled.clientHeight;
    const start = this.from?.isConnected ? scrolled.scrollTop + this.from.getBoundingClientRect().top - top - 8 : last;
    return Math.max(0, Math.min(end, start));
  }

  private measure(): void {
    const em = parseFloat(getComputedStyle(this.panel).fontSize);
    const { clientHeight, clientWidth } = this.panel;
    if (!clientHeight) return;
    const low = clientHeight < LOW * em;
    this.panel.classList.toggle("low", low);
    // Where there is little room, what stands below the field stands above the conversation.
    const place = low ? this.main : this.panel;
    if (this.notice.parentElement !== place) place[low ? "prepend" : "append"](this.notice);
    this.panel.classList.toggle("narrow", clientWidth < NARROW * em);
    // A browser may have scrolled what has nothing to scroll to.
    this.panel.scrollTop = 0;
    if (this.scrolled === this.log) this.main.scrollTop = 0;
  }

  /** The page behind a chat that covers it stays where it is. */
  private lock(locked: boolean): void {
    if (locked === this.locked) return;
    this.locked = locked;
    const { style } = document.documentElement;
    if (locked) {
      this.overflow = [style.getPropertyValue("overflow"), style.getPropertyPriority("overflow")];
      style.setProperty("overflow", "hidden", "important");
    } else style.setProperty("overflow", ...this.overflow);
  }

  /** Round and round: what is behind the panel can't be seen, so it is not reached either. */
  private keepIn(event: KeyboardEvent): void {
    const all = [...this.panel.querySelectorAll<HTMLElement>("a[href], button:enabled, summary, input, textarea, [tabindex='0']")]
      .filter((one) => one.getClientRects().length);
    const [first, last] = [all[0], all[all.length - 1]];
    const at = (this.panel.getRootNode() as ShadowRoot).activeElement;
    const out = !at || at === this.panel;
    if (event.shiftKey ? out || at === first : out || at === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }
}
