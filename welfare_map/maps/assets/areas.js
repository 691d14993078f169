/* Areas that are reached in so many minutes: one inside the other, each with a line of its own and its words at the edge. */
(function () {
  "use strict";
  var welfareMap = (window.welfareMap = window.welfareMap || {});
  var COLOUR = "reach", TINT = 0.06, HALO = 0.85, FONT = "600 12px"; // the tint adds up towards the middle
  var EDGE_X = 48, EDGE_Y = 14; // pixels that words keep from the edge of what is seen
  var SIDES = [[0, -1], [0, 1], [1, 0], [-1, 0]]; // north, south, east, west

  function unpack(packed) {
    return { label: packed[0], rings: packed[1].map(ring) };
  }

  function ring(steps) {
    var lon = 0, lat = 0, corners = [];
    for (var i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      corners.push(welfareMap.project(lon / 1e5, lat / 1e5));
    }
    return corners;
  }

  function place(corner, frame) {
    return [corner[0] * frame.scale - frame.x, corner[1] * frame.scale - frame.y];
  }

  function trace(context, area, frame) {
    context.beginPath();
    area.rings.forEach(function (corners) {
      corners.forEach(function (corner, i) {
        var at = place(corner, frame);
        if (i) context.lineTo(at[0], at[1]);
        else context.moveTo(at[0], at[1]);
      });
      context.closePath();
    });
  }

  function paint(context, scene, frame) {
    var lines = scene.settings.areas;
    context.lineJoin = "round";
    scene.areas.forEach(function (area) {
      trace(context, area, frame);
      context.fillStyle = welfareMap.colour(COLOUR, TINT);
      context.fill("evenodd");
    });
    scene.areas.forEach(function (area, i) {
      var line = lines[i % lines.length];
      trace(context, area, frame);
      context.strokeStyle = welfareMap.colour("land", HALO);
      context.lineWidth = line[0] + 2;
      context.stroke();
      context.setLineDash(line[1]);
      context.strokeStyle = welfareMap.colour(COLOUR);
      context.lineWidth = line[0];
      context.stroke();
      context.setLineDash([]);
    });
  }

  /* Words as names that want a place on their outline: its northernmost corner in sight, then other sides, then any. */
  function labels(scene, frame) {
    return scene.areas.map(function (area) {
      var seen = cornersInSight(area, frame);
      var spots = SIDES.map(function (side) { return farthest(seen, side); }).concat(seen);
      return { text: area.label, font: FONT, colour: COLOUR, spots: spots };
    }).filter(function (label) { return label.spots[0]; });
  }

  function cornersInSight(area, frame) {
    var view = frame.view;
    return [].concat.apply([], area.rings).map(function (corner) { return place(corner, frame); }).filter(function (at) {
      return at[0] > view[0] + EDGE_X && at[0] < view[2] - EDGE_X && at[1] > view[1] + EDGE_Y && at[1] < view[3] - EDGE_Y;
    });
  }

  function farthest(places, side) {
    function reach(at) { return at[0] * side[0] + at[1] * side[1]; }
    return places.reduce(function (best, at) { return best && reach(best) >= reach(at) ? best : at; }, undefined);
  }

  welfareMap.areas = { unpack: unpack, paint: paint, labels: labels };
})();
