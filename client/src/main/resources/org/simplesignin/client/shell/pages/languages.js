// The languages of the device, each by its own name, in the order in which they are offered.

/** `[tag, name]` each; there is a message file for every tag. */
export const LANGUAGES = [
  ["de", "Deutsch"],
  ["en-GB", "English (United Kingdom)"],
  ["en-US", "English (United States)"],
  ["es", "Español (España)"],
  ["es-MX", "Español (México)"],
  ["fr-CA", "Français (Canada)"],
  ["fr", "Français (France)"],
  ["it", "Italiano"],
  ["nl", "Nederlands"],
  ["pl", "Polski"],
  ["pt-BR", "Português (Brasil)"],
  ["pt-PT", "Português (Portugal)"],
  ["sv", "Svenska"],
  ["tr", "Türkçe"],
  ["he", "עברית"],
  ["ar", "العربية"],
  ["hi", "हिन्दी"],
  ["ja", "日本語"],
  ["ko", "한국어"],
];

/** Returns a language's own name, or its tag where it is not among them. */
export function languageName(tag) {
  return LANGUAGES.find(([each]) => each === tag)?.[1] ?? tag;
}
