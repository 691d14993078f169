function (guard) {
  "use strict";
  /* Runs in the page, beside the map: when the frame of the map reports a fault, or no map is there in time, says so. */
  var WAIT_MS = 8000, LAST_MS = 60000, EVERY_MS = 200, hasFault = false, FRAME = 'iframe[title*="st_folium"], iframe[data-map-guard="' + guard.place + '"]';
  var started = Date.now();

  function frameAfter(place) {
    return Array.from(document.querySelectorAll(FRAME)).find(function (frame) {
      return place.compareDocumentPosition(frame) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
  }

  function giveUp(place, frame) {
    if (place.textContent) return;
    place.textContent = guard.words;
    place.style.cssText = "padding:1rem 1.25rem;border:1px solid #d3ccbf;border-left:4px solid #8a6200;border-radius:8px;background:#f6f4ef;color:#2b2f36";
    if (frame) frame.style.display = "none";
  }

  function watch(place, frame) {
    var inside = frame.contentWindow;
    if (inside.welfareGuarded === guard.place) return;
    inside.welfareGuarded = guard.place;
    frame.dataset.mapGuard = guard.place;
    frame.title = guard.title;
    inside.addEventListener("error", function () {
      hasFault = true;
      giveUp(place, frame);
    }, true);
  }

  function takeBack(place, frame) {
    place.textContent = "";
    place.style.cssText = "";
    frame.style.display = "";
  }

  var timer = window.setInterval(function () {
    var place = document.getElementById(guard.place), frame = place && frameAfter(place);
    if (!place) return window.clearInterval(timer);
    if (frame && frame.contentWindow) watch(place, frame);
    var isThere = frame && frame.contentWindow && frame.contentWindow.map, waited = Date.now() - started;
    if (isThere && !hasFault) takeBack(place, frame);
    else if (waited > WAIT_MS) giveUp(place, frame);
    if (isThere || hasFault || waited > LAST_MS) window.clearInterval(timer);
  }, EVERY_MS);
}
