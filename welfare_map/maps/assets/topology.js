/* Boundaries: decodes the TopoJSON once, says which municipality holds a point and which lines separate what.
   Positions are kept as Leaflet's pixels of zoom 0, so that a zoom is one multiplication. */
(function () {
  "use strict";
  var welfareMap = (window.welfareMap = window.welfareMap || {});
  var CELLS = 48; // the search grid has CELLS x CELLS cells
  var MIN_STEP_PX = 0.8; // vertices nearer than this are left out when drawing

  function project(lon, lat) {
    return [(lon + 180) / 360 * 256, 128 - Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360)) * 128 / Math.PI];
  }

  function decodeArc(arc, transform) {
    var x = 0, y = 0, xy = new Float64Array(arc.length * 2), box = emptyBox();
    arc.forEach(function (step, i) {
      x += step[0];
      y += step[1];
      var point = project(x * transform.scale[0] + transform.translate[0], y * transform.scale[1] + transform.translate[1]);
      xy[2 * i] = point[0];
      xy[2 * i + 1] = point[1];
      growBox(box, point[0], point[1]);
    });
    return { xy: xy, box: box, units: [], kept: {} };
  }

  function emptyBox() {
    return [Infinity, Infinity, -Infinity, -Infinity];
  }

  function growBox(box, x, y) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }

  function overlaps(a, b) {
    return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
  }

  function ringsOf(geometry) {
    if (geometry.type === "Polygon") return geometry.arcs;
    if (geometry.type === "MultiPolygon") return [].concat.apply([], geometry.arcs);
    return [];
  }

  function unitOf(geometry, arcs) {
    var unit = { id: geometry.id, rings: ringsOf(geometry), box: emptyBox() };
    Object.assign(unit, geometry.properties);
    unit.rings.forEach(function (ring) {
      ring.forEach(function (number) {
        var box = arcs[number < 0 ? ~number : number].box;
        growBox(unit.box, box[0], box[1]);
        growBox(unit.box, box[2], box[3]);
      });
    });
    return unit;
  }

  /* The vertices of an arc that are drawn at a zoom: both neighbours of a border take the same ones. */
  function keptVertices(arc, zoom) {
    var level = Math.ceil(zoom);
    if (arc.kept[level]) return arc.kept[level];
    var least = Math.pow(MIN_STEP_PX / Math.pow(2, level), 2), xy = arc.xy, last = xy.length / 2 - 1, kept = [0], from = 0;
    for (var i = 1; i < last; i++) {
      var dx = xy[2 * i] - xy[2 * from], dy = xy[2 * i + 1] - xy[2 * from + 1];
      if (dx * dx + dy * dy >= least) {
        kept.push(i);
        from = i;
      }
    }
    if (last > 0) kept.push(last);
    return (arc.kept[level] = kept);
  }

  function crossings(arcs, rings, x, y) {
    var inside = false;
    rings.forEach(function (ring) {
      ring.forEach(function (number) {
        var arc = arcs[number < 0 ? ~number : number], xy = arc.xy;
        if (y < arc.box[1] || y > arc.box[3] || x > arc.box[2]) return;
        for (var i = 2; i < xy.length; i += 2) {
          var y0 = xy[i - 1], y1 = xy[i + 1];
          if (y0 > y !== y1 > y && x < xy[i - 2] + (y - y0) / (y1 - y0) * (xy[i] - xy[i - 2])) inside = !inside;
        }
      });
    });
    return inside;
  }

  /* Middle of the largest ring: where a name is written. */
  function middle(arcs, unit) {
    var best = [0, 0, 0];
    unit.rings.forEach(function (ring) {
      var area = 0, sx = 0, sy = 0, x0 = unit.box[0], y0 = unit.box[1], previous = null;
      eachVertex(arcs, ring, null, function (x, y) {
        x -= x0;
        y -= y0;
        if (previous) {
          var cross = previous[0] * y - x * previous[1];
          area += cross;
          sx += (previous[0] + x) * cross;
          sy += (previous[1] + y) * cross;
        }
        previous = [x, y];
      });
      if (Math.abs(area) > best[2]) best = [x0 + sx / (3 * area), y0 + sy / (3 * area), Math.abs(area)];
    });
    return best;
  }

  function eachVertex(arcs, ring, zoom, visit) {
    ring.forEach(function (number) {
      var arc = arcs[number < 0 ? ~number : number], kept = zoom === null ? null : keptVertices(arc, zoom);
      var count = kept ? kept.length : arc.xy.length / 2;
      for (var i = 0; i < count; i++) {
        var step = number < 0 ? count - 1 - i : i, at = 2 * (kept ? kept[step] : step);
        visit(arc.xy[at], arc.xy[at + 1]);
      }
    });
  }

  /* Joins lines end to end into rings: the shape of a set of municipalities without the borders inside it. */
  function stitch(lines, arcs) {
    var meeting = new Map(), isUsed = new Set(), rings = [];
    function end(arc, isLast) {
      var at = isLast ? arc.xy.length - 2 : 0;
      return arc.xy[at] + "/" + arc.xy[at + 1];
    }
    lines.forEach(function (arc) {
      [end(arc, false), end(arc, true)].forEach(function (key) { meeting.set(key, (meeting.get(key) || []).concat([arc])); });
    });
    function follow(arc) {
      var ring = [], isBackwards = false;
      while (arc) {
        isUsed.add(arc);
        ring.push(isBackwards ? ~arc.number : arc.number);
        var key = end(arc, !isBackwards);
        arc = meeting.get(key).find(function (other) { return !isUsed.has(other); });
        isBackwards = Boolean(arc) && end(arc, false) !== key;
      }
      return ring;
    }
    lines.forEach(function (arc) { if (!isUsed.has(arc)) rings.push(follow(arc)); });
    return unitOf({ type: "Polygon", arcs: rings }, arcs);
  }

  function searchGrid(units) {
    var box = emptyBox(), cells = {};
    units.forEach(function (unit) {
      growBox(box, unit.box[0], unit.box[1]);
      growBox(box, unit.box[2], unit.box[3]);
    });
    function column(x) { return Math.floor((x - box[0]) / (box[2] - box[0]) * CELLS); }
    function row(y) { return Math.floor((y - box[1]) / (box[3] - box[1]) * CELLS); }
    units.forEach(function (unit) {
      for (var c = column(unit.box[0]); c <= column(unit.box[2]); c++) {
        for (var r = row(unit.box[1]); r <= row(unit.box[3]); r++) (cells[c + "/" + r] = cells[c + "/" + r] || []).push(unit);
      }
    });
    return function (x, y) { return cells[column(x) + "/" + row(y)] || []; };
  }

  welfareMap.project = project;
  welfareMap.overlaps = overlaps;

  welfareMap.topology = function (data) {
    var arcs = data.arcs.map(function (arc) { return decodeArc(arc, data.transform); });
    arcs.forEach(function (arc, number) { arc.number = number; });
    function unitsOf(name) {
      return data.objects[name] ? data.objects[name].geometries.map(function (item) { return unitOf(item, arcs); }) : [];
    }
    var units = unitsOf("municipalities"), near = searchGrid(units), byId = {};
    units.forEach(function (unit, number) {
      byId[unit.id] = number;
      unit.number = number;
      unit.rings.forEach(function (ring) {
        ring.forEach(function (arc) { arcs[arc < 0 ? ~arc : arc].units.push(number); });
      });
    });
    return {
      units: units,
      background: unitsOf("background"),
      data: data,
      number: function (code) { return byId[code]; },
      /* The municipality that holds a position, or null. */
      at: function (x, y) {
        return near(x, y).find(function (unit) {
          return overlaps(unit.box, [x, y, x, y]) && crossings(arcs, unit.rings, x, y);
        }) || null;
      },
      middle: function (unit) { return unit.middle || (unit.middle = middle(arcs, unit)); },
      /* Lines where `group` differs between the two sides, or where there is no other side. */
      mesh: function (group) {
        return arcs.filter(function (arc) {
          return arc.units.length === 1 || (arc.units.length > 1 && group(units[arc.units[0]]) !== group(units[arc.units[1]]));
        });
      },
      /* The shape that lines enclose, to be filled. */
      shape: function (lines) { return stitch(lines, arcs); },
      /* Lines around a set of municipalities. */
      around: function (isIn) {
        return arcs.filter(function (arc) {
          return arc.units.length && isIn(arc.units[0]) !== (arc.units.length > 1 && isIn(arc.units[1]));
        });
      },
      traceArcs: function (path, list, frame) {
        list.forEach(function (arc) {
          if (!overlaps(arc.box, frame.box)) return;
          keptVertices(arc, frame.zoom).forEach(function (at, i) {
            var x = arc.xy[2 * at] * frame.scale - frame.x, y = arc.xy[2 * at + 1] * frame.scale - frame.y;
            if (i) path.lineTo(x, y);
            else path.moveTo(x, y);
          });
        });
      },
      traceUnits: function (path, list, frame) {
        list.forEach(function (unit) {
          if (!overlaps(unit.box, frame.box)) return;
          unit.rings.forEach(function (ring) {
            var isFirst = true;
            eachVertex(arcs, ring, frame.zoom, function (x, y) {
              path[isFirst ? "moveTo" : "lineTo"](x * frame.scale - frame.x, y * frame.scale - frame.y);
              isFirst = false;
            });
            path.closePath();
          });
        });
      }
    };
  };
})();
