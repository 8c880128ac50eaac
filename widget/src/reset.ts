// What both parts begin with. Nothing a page has its elements inherit gets in, be it !important;
// and em is the visitor's own text size (medium), whatever the page's root has. (Only iOS makes text
// larger by itself when a phone is turned; Android does it for who asked for larger text.)
export const reset = `:host { all: initial !important; direction: ltr !important; unicode-bidi: isolate !important;
  font: 400 medium/1.5 var(--invivo-font, "Segoe UI", system-ui, sans-serif) !important; }
@supports (-webkit-touch-callout: none) { :host { -webkit-text-size-adjust: 100% !important; } }
* { box-sizing: border-box; }
`;
