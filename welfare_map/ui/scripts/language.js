function (asked) {
  document.documentElement.lang = asked.lang;
}
