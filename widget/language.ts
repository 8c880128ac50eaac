// The strings file that is built in: English, or the language of WIDGET_LANGUAGE.
export const language = {
  find: /^\.\/strings\.en$/,
  replacement: `./strings.${process.env.WIDGET_LANGUAGE || "en"}`,
};
