/* Runs in every frame of a measured page: notes when what it shows has changed and been painted. Times are ms since the epoch. */
(function () {
  "use strict";
  if (window.bench && window.bench.document === document) return; // a frame keeps its window when its first document comes
  var isTop = window === window.top;
  var bench = (window.bench = { document: document, isPainted: false, shown: [], clicked: null, blank: 0, frames: 0 });
  var objects = document.getElementsByClassName("leaflet-interactive");
  var texts = document.getElementsByClassName("stText");
  var last = "";

  function now() {
    return performance.timeOrigin + performance.now();
  }

  /* Our canvas is done when borders, layers and rows of the answer are there and nothing waits to be drawn. */
  function canvasState(canvas) {
    var view = canvas.view;
    var isLoaded = view.layers.every(function (file) { return canvas.layers[file] && canvas.layers[file].isLoaded; });
    if (!canvas.topology || !canvas.frame || canvas.waiting || !isLoaded) return null;
    return [view.layers.length, canvas.answer.length, canvas.answerToken, canvas.marks.length].join(" ");
  }

  /* What is drawn in this frame; "" while nothing is, null while a change is under way. */
  function state() {
    if (isTop) return texts.length ? texts[0].textContent : "";
    var canvas = window.map && window.map.welfareCanvas;
    if (canvas) return canvasState(canvas);
    return objects.length ? String(objects.length) : "";
  }

  /* The next frame begins when this one is painted. */
  function note(seen) {
    requestAnimationFrame(function () {
      bench.isPainted = seen !== "";
      window.top.bench.shown.push({ at: now(), seen: seen, isMap: !isTop });
    });
  }

  function look() {
    var seen = state();
    if (seen !== null && seen !== last) note((last = seen));
    requestAnimationFrame(look);
  }

  function mapFrame() {
    return Array.from(document.querySelectorAll("iframe")).find(function (frame) {
      return frame.contentWindow && frame.contentWindow.bench && frame.contentWindow.bench.isPainted;
    });
  }

  function watchBlank() {
    var before = now(), wasShown = true;
    requestAnimationFrame(function tick() {
      var at = now();
      if (!wasShown) bench.blank += at - before;
      before = at;
      wasShown = Boolean(mapFrame());
      if (bench.isWatching) requestAnimationFrame(tick);
    });
  }

  bench.watch = function () {
    var frame = mapFrame();
    if (frame) frame.dataset.benchOld = "yes";
    bench.clicked = null;
    bench.blank = 0;
    bench.isWatching = true;
    window.addEventListener("click", function () {
      bench.clicked = now();
      if (frame) watchBlank();
    }, { capture: true, once: true });
  };

  bench.result = function () {
    var frame = mapFrame(), clicked = bench.clicked;
    var after = bench.shown.filter(function (one) { return one.at > clicked; });
    bench.isWatching = false;
    return {
      seconds: after.length ? (after[after.length - 1].at - clicked) / 1000 : null,
      blank_s: bench.blank / 1000,
      is_replaced: Boolean(frame) && frame.dataset.benchOld !== "yes"
    };
  };

  bench.first = function () {
    var shown = bench.shown.filter(function (one) { return one.seen !== ""; });
    return shown.length ? (shown[shown.length - 1].at - performance.timeOrigin) / 1000 : null;
  };

  bench.count = function () {
    bench.frames = 0;
    bench.countFrom = performance.now();
    requestAnimationFrame(function tick() {
      bench.frames += 1;
      requestAnimationFrame(tick);
    });
  };

  bench.rate = function () {
    return bench.frames / ((performance.now() - bench.countFrom) / 1000);
  };

  requestAnimationFrame(look);
})();
