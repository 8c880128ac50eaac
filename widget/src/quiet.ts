// Whether nothing outside the chat may hint at the conversation, because somebody may read along.
// Kept in this browser, beside what conversation.ts keeps.

const name = (kept: string): string => `${kept}:quiet`;

export function quiet(kept: string): boolean {
  try {
    return localStorage.getItem(name(kept)) !== null;
  } catch {
    return false;
  }
}

export function keepQuiet(kept: string, on: boolean): void {
  try {
    if (on) localStorage.setItem(name(kept), "1");
    else localStorage.removeItem(name(kept));
  } catch {
    // Storage may be switched off: nothing is kept of the conversation either.
  }
}
