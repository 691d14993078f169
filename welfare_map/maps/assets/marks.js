/* Marks: what stands for points on the map. Dense layers become counts on a grid, positions that stand for an area
   become a ring with a count, rows of an answer stay single. */
(function () {
  "use strict";
  var welfareMap = (window.welfareMap = window.welfareMap || {});
  var DEMO = 1, APPROXIMATE = 2; // bits of a point's flags
  var CELL_PX = 64, CLOSE_CELL_PX = 20, SINGLE_FROM_ZOOM = 13;
  var NUMBERED_COUNT = 20; // rows of the answer that carry their number

  /* Turns a packed table {xy, kinds, flags, names, ids, minutes} into points; xy are differences of degrees * 1e5. */
  function unpack(packed, lang) {
    var lon = 0, lat = 0, names = packed["names_" + lang] || packed.names || [];
    if (typeof names === "string") names = names.split("\n");
    var details = packed.details ? packed.details.split("\n") : [];
    return packed.kinds.map(function (kind, i) {
      lon += packed.xy[2 * i];
      lat += packed.xy[2 * i + 1];
      var at = welfareMap.project(lon / 1e5, lat / 1e5), flags = packed.flags[i];
      return {
        x: at[0], y: at[1], lon: lon / 1e5, lat: lat / 1e5, kind: kind, name: names[i], index: i,
        id: packed.ids ? packed.ids[i] : null,
        minutes: packed.minutes ? packed.minutes[i] : null,
        detail: details[i] || "",
        isDemo: Boolean(flags & DEMO), isApproximate: Boolean(flags & APPROXIMATE)
      };
    });
  }

  function inFrame(point, frame) {
    return point.x >= frame.box[0] && point.x <= frame.box[2] && point.y >= frame.box[1] && point.y <= frame.box[3];
  }

  function mark(points, frame, what) {
    var x = 0, y = 0;
    points.forEach(function (point) {
      x += point.x / points.length;
      y += point.y / points.length;
    });
    return { what: what, points: points, x: x * frame.scale - frame.x, y: y * frame.scale - frame.y };
  }

  function areaRadius(count) {
    return 11 + Math.min(9, 3 * Math.log(count) / Math.LN10 * 1.6);
  }

  /* Points of the layers, on a grid whose cells stay where they are while the map is moved. */
  function layerMarks(points, frame) {
    var cell = (frame.zoom >= SINGLE_FROM_ZOOM ? CLOSE_CELL_PX : CELL_PX) / frame.scale, cells = new Map();
    points.forEach(function (point) {
      if (!inFrame(point, frame)) return;
      var key = Math.floor(point.x / cell) * 1e7 + Math.floor(point.y / cell), found = cells.get(key);
      if (found) found.push(point);
      else cells.set(key, [point]);
    });
    return Array.from(cells.values(), function (list) { return cellMark(list, frame); });
  }

  function cellMark(list, frame) {
    var made = mark(list, frame, "item");
    if (list.every(function (point) { return point.isApproximate; }) && isOnePlace(list)) made.shape = "area";
    else made.shape = list.length > 1 ? "count" : "single";
    made.radius = made.shape === "single" ? 6.5 : areaRadius(list.length);
    return made;
  }

  function isOnePlace(list) {
    return list.every(function (point) { return point.x === list[0].x && point.y === list[0].y; });
  }

  /* Rows of the answer, the last first, so that the best lies on top. */
  function answerMarks(points, frame, isNumbered) {
    var areas = new Map(), made = [];
    points.forEach(function (point, i) {
      if (!inFrame(point, frame)) return;
      if (!point.isApproximate) {
        var single = mark([point], frame, "point");
        single.shape = "single";
        single.number = isNumbered && i < NUMBERED_COUNT ? i + 1 : null;
        single.radius = single.number ? 10.5 : 6.5;
        made.push(single);
        return;
      }
      var key = point.x + "/" + point.y;
      if (areas.has(key)) areas.get(key).push(point);
      else areas.set(key, [point]);
    });
    areas.forEach(function (list) {
      var area = mark(list, frame, "point");
      area.shape = "area";
      area.radius = areaRadius(list.length);
      made.push(area);
    });
    return made.sort(function (a, b) { return b.points[0].index - a.points[0].index; });
  }

  /* The mark under a position of the canvas, the uppermost first; `reach` widens small marks for fingers. */
  function hit(marks, x, y, reach) {
    for (var i = marks.length - 1; i >= 0; i--) {
      var dx = marks[i].x - x, dy = marks[i].y - y, radius = marks[i].radius + reach;
      if (dx * dx + dy * dy <= radius * radius) return marks[i];
    }
    return null;
  }

  welfareMap.marks = { unpack: unpack, layer: layerMarks, answer: answerMarks, hit: hit, isOnePlace: isOnePlace };
})();
