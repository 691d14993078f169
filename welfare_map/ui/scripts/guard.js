function (guard) {
  "use strict";
  /* Runs in the page, beside the map: when the frame of the map is there, is seen and has failed or has no map in time, says so. */
  /* What is known of a frame (`seen`) is forgotten with it: another frame starts anew. */
  var WAIT_MS = 8000, EVERY_MS = 200, FRAME = 'iframe[title*="st_folium"], iframe[data-map-guard="' + guard.place + '"]';
  var place = null, seen = null;

  function frameAfter() {
    return Array.from(document.querySelectorAll(FRAME)).find(function (frame) {
      return place.compareDocumentPosition(frame) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
  }

  function isShown(frame) {
    var isPage = document.visibilityState === "visible" && !window.matchMedia("print").matches;
    return isPage && frame.isConnected && frame.getClientRects().length > 0;
  }

  function say(frame) {
    place.textContent = guard.words;
    frame.style.display = "none";
  }

  function takeBack(frame) {
    place.textContent = "";
    if (frame) frame.style.display = "";
  }

  /* A picture that does not load (a background tile) is no fault of the map, nor is what breaks while nobody sees it. */
  function listen(frame) {
    var inside = frame.contentWindow, known = seen;
    if (inside.welfareGuarded === guard.place) return;
    inside.welfareGuarded = guard.place;
    frame.dataset.mapGuard = guard.place;
    frame.title = guard.title;
    inside.addEventListener("error", function (event) {
      var isRunning = event.isTrusted && event.target === inside;
      if (event.target.tagName === "IMG" || !frame.isConnected || (isRunning && !isShown(frame))) return;
      known.hasFault = true;
    }, true);
  }

  function look() {
    var frame = frameAfter();
    if (!seen || seen.frame !== frame) {
      takeBack(frame);
      seen = { frame: frame, hasFault: false, shown_ms: 0 };
    }
    if (!frame || !frame.contentWindow) return;
    listen(frame);
    var isThere = Boolean(frame.contentWindow.map);
    if (isThere && !seen.hasFault) return takeBack(frame);
    if (!isShown(frame)) return;
    seen.shown_ms += EVERY_MS;
    if (seen.hasFault || seen.shown_ms > WAIT_MS) say(frame);
  }

  var timer = window.setInterval(function () {
    place = place || document.getElementById(guard.place);
    if (place && place.isConnected) look();
    else window.clearInterval(timer);
  }, EVERY_MS);
}
