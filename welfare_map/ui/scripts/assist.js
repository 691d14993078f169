function (asked) {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)");

  /* Streamlit's link that leads past the menu speaks English. */
  const skip = document.querySelector('[data-testid="stSkipToContent"]');
  if (skip) skip.textContent = asked.skip;

  if (window.welfareAssists) return;
  window.welfareAssists = true;

  /* Streamlit draws the page anew at an r and asks about its cache at a c, wherever they are pressed (WCAG 2.1.4). */
  window.addEventListener("keydown", event => {
    const isField = event.target.closest?.("input, textarea, [contenteditable]");
    const isAlone = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isAlone && !isField && "rc".includes(event.key.toLowerCase())) event.stopImmediatePropagation();
  }, true);

  /* Streamlit lets what unfolds glide, whatever the visitor asks for. */
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...how) {
    const made = animate.apply(this, how);
    if (isCalm.matches) made.effect.getComputedTiming().endTime === Infinity ? made.cancel() : made.finish();
    return made;
  };
}
