function (asked) {
  document.querySelector(asked.selector)?.scrollIntoView({ block: "center" });
}
