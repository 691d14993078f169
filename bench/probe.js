/*
 * Runs in a measured page: notes when what the map (or the echo of the empty page) shows has changed and been painted.
 * It looks from the page into the frame of the map, for the first document of a frame is replaced together with its scripts.
 * Times are milliseconds since the page was asked for.
 */
(function () {
  "use strict";
  if (window !== window.top) return;
  var bench = (window.bench = { shown: [], clicked: null, blank: 0 });
  var EVERY_MS = 10; // a timer: asking for frames would slow down a page that cannot paint so often
  var last = "", oldFrame = null;

  /* Our canvas is done when borders, layers and rows of the answer are there and nothing waits to be drawn. */
  function canvasState(canvas) {
    var view = canvas.view;
    var isLoaded = view.layers.every(function (file) { return canvas.layers[file] && canvas.layers[file].isLoaded; });
    if (!canvas.topology || !canvas.frame || canvas.waiting || !isLoaded) return "";
    return ["canvas", view.layers.length, canvas.answer.length, canvas.answerToken, canvas.marks.length].join(" ");
  }

  function frameState(frame) {
    var inside = frame.contentWindow;
    if (!inside || !inside.map || !inside.document.body) return "";
    if (inside.map.welfareCanvas) return canvasState(inside.map.welfareCanvas);
    var count = inside.document.getElementsByClassName("leaflet-interactive").length;
    return count ? "objects " + count : "";
  }

  /* A canvas keeps what it has painted until the next painting. */
  function isShown(frame) {
    var map = frame.contentWindow && frame.contentWindow.map;
    return map && map.welfareCanvas ? Boolean(map.welfareCanvas.topology) : Boolean(frameState(frame));
  }

  function mapFrame() {
    return Array.from(document.getElementsByTagName("iframe")).find(isShown);
  }

  function state() {
    var frame = mapFrame(), texts = document.getElementsByClassName("stText");
    return frame ? frameState(frame) : texts.length ? texts[0].textContent : "";
  }

  /* What follows the callback of a frame follows its painting. */
  function note(seen) {
    requestAnimationFrame(function () {
      setTimeout(function () { bench.shown.push({ at: performance.now(), seen: seen }); }, 0);
    });
  }

  function look() {
    var seen = state();
    if (seen && seen !== last) note((last = seen));
    setTimeout(look, EVERY_MS);
  }

  function watchBlank() {
    var before = performance.now(), wasShown = true;
    setTimeout(function tick() {
      var at = performance.now();
      if (!wasShown) bench.blank += at - before;
      before = at;
      wasShown = Boolean(mapFrame());
      if (bench.isWatching) setTimeout(tick, EVERY_MS);
    }, 0);
  }

  bench.watch = function () {
    oldFrame = mapFrame();
    bench.clicked = null;
    bench.blank = 0;
    bench.isWatching = true;
    window.addEventListener("click", function () {
      bench.clicked = performance.now();
      if (oldFrame) watchBlank();
    }, { capture: true, once: true });
  };

  bench.hasChanged = function () {
    return bench.clicked !== null && bench.shown.some(function (one) { return one.at > bench.clicked; });
  };

  bench.change = function () {
    var seen = bench.shown[bench.shown.length - 1];
    bench.isWatching = false;
    return {
      seconds: (seen.at - bench.clicked) / 1000,
      blank_s: bench.blank / 1000,
      is_replaced: Boolean(oldFrame) && mapFrame() !== oldFrame
    };
  };

  bench.first = function () {
    return bench.shown.length ? bench.shown[bench.shown.length - 1].at / 1000 : null;
  };

  bench.count = function () {
    var frames = 0, from = performance.now();
    requestAnimationFrame(function tick() {
      frames += 1;
      requestAnimationFrame(tick);
    });
    bench.rate = function () { return frames / ((performance.now() - from) / 1000); };
  };

  look();
})();
