/* The theme of the page around the frame, and the colours of the palette in it: a canvas takes no variables of a sheet. Paper is always light. */
(function () {
  "use strict";
  var welfareMap = (window.welfareMap = window.welfareMap || {});
  var root = document.documentElement, onPaper = window.matchMedia("print"), isPrinting = false, listeners = [];

  function isDarkAround() {
    var frame = window.frameElement;
    return Boolean(frame) && window.getComputedStyle(frame.parentElement).colorScheme === "dark";
  }

  function follow() {
    var theme = isDarkAround() && !isPrinting && !onPaper.matches ? "dark" : "light";
    if (theme === root.dataset.theme) return;
    root.dataset.theme = theme;
    listeners.forEach(function (listener) { listener(); });
  }

  /* A colour by its name, with the share of it that covers what lies below. */
  welfareMap.colour = function (name, share) {
    var colour = welfareMap.palette[name][root.dataset.theme === "dark" ? 1 : 0];
    return share === undefined ? colour : colour + ("0" + Math.round(share * 255).toString(16)).slice(-2);
  };

  welfareMap.onTheme = function (listener) { listeners.push(listener); };

  // The page draws the component anew when its theme changes.
  window.addEventListener("message", follow);
  window.addEventListener("beforeprint", function () { isPrinting = true; follow(); });
  window.addEventListener("afterprint", function () { isPrinting = false; follow(); });
  onPaper.addEventListener("change", follow);
  follow();
})();
