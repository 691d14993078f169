function (asked) {
  /* Brings something into view; where it says what is wrong with a field, the keyboard goes into the field. */
  const there = document.querySelector(asked.selector);
  if (!there) return;
  there.scrollIntoView({ block: "center" });
  const field = window.welfareFields?.(there)[0];
  (field?.matches("input, textarea") ? field : field?.querySelector("button, input"))?.focus({ preventScroll: true });
}
