// The quick way out, for somebody over whose shoulder others may read.

import { button } from "./dom";
import { strings } from "./strings";

/**
 * A button that leaves for a page that says nothing; "back" does not lead here again. It is hidden
 * until something was said that is for one pair of eyes.
 * @param forget takes the conversation off the screen and out of this browser.
 */
export function exitButton(forget: () => void): HTMLButtonElement {
  const exit = button(strings.exit, "tool exit", () => {
    forget();
    location.replace(strings.exitTo);
  });
  exit.hidden = true;
  return exit;
}
