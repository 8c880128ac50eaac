// Makes elements. Text is always a text node: nothing a person or a server wrote is read as HTML.

type Child = Node | string | null;

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name, attributes: Record<string, string> = {}, ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

export function button(label: string, className: string, act: () => void): HTMLButtonElement {
  const element = make("button", { type: "button", class: className }, label);
  // Whoever presses by the keyboard has gone there on purpose.
  element.addEventListener("click", (event) => { if (!event.detail || !element.hasAttribute(STILL)) act(); });
  return element;
}

// Longer than two clicks on one spot are apart, shorter than it takes to read a new button.
const STILL_MS = 600;
const STILL = "aria-disabled";

/** Lets new buttons be clicked only after a moment: the second of two slow clicks was not meant
 * for what came up under the finger. */
export function settle(...buttons: HTMLButtonElement[]): void {
  for (const one of buttons) one.setAttribute(STILL, "true");
  setTimeout(() => { for (const one of buttons) one.removeAttribute(STILL); }, STILL_MS);
}

/** A link, where its address is one we follow: https, tel, sms, mailto, or this very site. */
export function link(label: string, href: string, className: string): HTMLAnchorElement | null {
  let url: URL;
  try {
    url = new URL(href, location.href);
  } catch {
    return null;
  }
  const safe = ["https:", "tel:", "sms:", "mailto:"].includes(url.protocol);
  // On one's own machine there is no https.
  const local = url.protocol === "http:" && ["localhost", "127.0.0.1", location.hostname].includes(url.hostname);
  if (!safe && !local) return null;
  const attributes: Record<string, string> = { href: url.href, class: className };
  if (url.protocol.startsWith("http") && url.origin !== location.origin) {
    attributes.target = "_blank";
    attributes.rel = "noopener noreferrer";
  }
  return make("a", attributes, label);
}
