/* Painting: everything is drawn on one canvas. The ground (boundaries, tints, lines) is kept as a picture of its own, so that
   a hover repaints only what lies above it. */
(function () {
  "use strict";
  var welfareMap = (window.welfareMap = window.welfareMap || {}), colour = welfareMap.colour;
  var TINT = 0.24, SHADE_ON_TILES = 0.85, SHADE_EDGE = 0.75; // share of what lies below that is covered
  var NAME_EDGE = 4; // pixels, half of them around a letter
  var FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
  var MUNICIPALITIES_FROM_ZOOM = 9.5, NAMES_FROM_ZOOM = 10;

  function stroke(context, topology, arcs, frame, style, width) {
    context.beginPath();
    topology.traceArcs(context, arcs, frame);
    context.strokeStyle = style;
    context.lineWidth = width;
    context.stroke();
  }

  function fill(context, topology, units, frame, style) {
    context.beginPath();
    topology.traceUnits(context, units, frame);
    context.fillStyle = style;
    context.fill("evenodd");
  }

  /* Lines from corner to corner of a small square that is repeated, with the colour of the land beside them, so that they
     are seen on every shade; what lies below shines through. */
  function hatch(context, name) {
    var square = document.createElement("canvas"), side = 8;
    square.width = square.height = side;
    var pen = square.getContext("2d");
    pen.beginPath();
    [-side, 0, side].forEach(function (shift) { pen.moveTo(shift, side); pen.lineTo(shift + side, 0); });
    [[2.6, "land", 0.55], [1.1, name, 0.85]].forEach(function (line) {
      pen.lineWidth = line[0];
      pen.strokeStyle = colour(line[1], line[2]);
      pen.stroke();
    });
    return context.createPattern(square, "repeat");
  }

  welfareMap.paintGround = function (context, scene, frame) {
    var topology = scene.topology, view = scene.view;
    context.lineJoin = "round";
    if (!view.tiles) {
      fill(context, topology, topology.background, frame, colour("back"));
      context.strokeStyle = colour("back-line");
      context.lineWidth = 1;
      context.stroke();
      fill(context, topology, [scene.land], frame, colour("land"));
    }
    scene.tints.forEach(function (tint) {
      fill(context, topology, [tint.shape], frame, tint.isHatched ? hatch(context, tint.colour) : inside(tint, view.tiles));
      if (!tint.isHatched) stroke(context, topology, tint.lines, frame, tint.isShade ? colour("land", SHADE_EDGE) : colour(tint.colour, 0.85), tint.isShade ? 0.8 : 1.6);
    });
    paintLines(context, scene, frame);
    welfareMap.areas.paint(context, scene, frame);
  };

  /* A shade has the colour of its legend whole; tiles, which somebody asked for, stay to be seen. */
  function inside(tint, tiles) {
    if (!tint.isShade) return colour(tint.colour, TINT);
    return tiles ? colour(tint.colour, SHADE_ON_TILES) : colour(tint.colour);
  }

  function paintLines(context, scene, frame) {
    var level = scene.view.level, meshes = scene.meshes;
    if (level === "municipality" || frame.zoom >= MUNICIPALITIES_FROM_ZOOM) {
      var isThin = level !== "municipality";
      stroke(context, scene.topology, meshes.municipality, frame, colour(isThin ? "municipality-line" : "district-line"), isThin ? 0.7 : 0.9);
    }
    if (level === "district") stroke(context, scene.topology, meshes.district, frame, colour("province-line"), 1.3);
    else if (frame.zoom >= 10.5) stroke(context, scene.topology, meshes.district, frame, colour("district-line"), 0.9);
    stroke(context, scene.topology, meshes.province, frame, colour("province-line"), level === "province" || level === "region" ? 1.3 : 1);
    stroke(context, scene.topology, meshes.outline, frame, colour("outline"), 1.6);
  }

  welfareMap.paintAbove = function (context, scene, frame) {
    outline(context, scene, frame, scene.hovered, 1.6, "ink");
    outline(context, scene, frame, scene.selected, 2.6, "accent");
    scene.marks.forEach(function (mark) { paintMark(context, scene, mark); });
    scene.stops.forEach(function (stop) {
      var at = { x: stop.x * frame.scale - frame.x, y: stop.y * frame.scale - frame.y };
      if (stop.isHome) paintHome(context, at, scene.settings.home);
      else paintOrigin(context, at);
    });
  };

  function outline(context, scene, frame, unit, width, name) {
    if (!unit) return;
    context.beginPath();
    scene.topology.traceUnits(context, [unit], frame);
    context.strokeStyle = colour(name);
    context.lineWidth = width;
    context.stroke();
  }

  /* Names that do not fit beside what is already drawn are left out, chief towns last; each has a few places to try. The
     words of areas come first: they stand on their outline or nowhere. */
  welfareMap.paintNames = function (context, scene, frame) {
    var taken = scene.covered().concat(scene.marks.map(function (mark) {
      return [mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius];
    }));
    context.textAlign = "center";
    context.textBaseline = "middle";
    welfareMap.areas.labels(scene, frame).forEach(function (label) {
      context.font = label.font + " " + FONT;
      var half = context.measureText(label.text).width / 2 + 3;
      var spot = label.spots.find(function (at) { return isFree(taken, textBox(at[0], at[1], half)); });
      if (!spot) return;
      taken.push(textBox(spot[0], spot[1], half));
      haloText(context, label.text, spot[0], spot[1], label.colour);
    });
    scene.names(frame.zoom, NAMES_FROM_ZOOM).forEach(function (name) {
      var x = name.x * frame.scale - frame.x, y = name.y * frame.scale - frame.y;
      if (x < -60 || y < -20 || x > frame.width + 60 || y > frame.height + 20) return;
      context.font = name.font + " " + FONT;
      var half = context.measureText(name.text).width / 2 + 3;
      var shift = shifts(name, half).find(function (shift) { return isFree(taken, textBox(x + shift[0], y + shift[1], half)); });
      if (!shift) return;
      taken.push(textBox(x + shift[0], y + shift[1], half));
      if (name.dot && isFree(taken, [x - 1, y - 1, x + 1, y + 1])) dot(context, x, y);
      haloText(context, name.text, x + shift[0], y + shift[1], name.colour);
    });
  };

  function shifts(name, half) {
    return name.dot ? [[0, -11], [0, 11], [half + 4, 0], [-half - 4, 0], [0, -26], [0, 26]] : [[0, 0], [0, -16], [0, 16]];
  }

  function textBox(x, y, half) {
    return [x - half, y - 8, x + half, y + 8];
  }

  function isFree(taken, box) {
    return !taken.some(function (other) { return welfareMap.overlaps(other, box); });
  }

  function dot(context, x, y) {
    context.beginPath();
    context.arc(x, y, 2.2, 0, 7);
    context.fillStyle = colour("town");
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = colour("land");
    context.stroke();
  }

  /* The edge covers what lies below, so that words are read on the colour of the land wherever they stand. */
  function haloText(context, words, x, y, name) {
    context.lineWidth = NAME_EDGE;
    context.lineJoin = "round";
    context.strokeStyle = colour("land");
    context.strokeText(words, x, y);
    context.fillStyle = colour(name);
    context.fillText(words, x, y);
  }

  function centred(context, words, x, y, name, font) {
    context.font = font + " " + FONT;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = colour(name);
    context.fillText(words, x, y + 0.5);
  }

  function paintMark(context, scene, mark) {
    var isChosen = mark === scene.hoveredMark || scene.isSelected(mark);
    if (mark.shape === "single") paintSingle(context, scene, mark, isChosen);
    else if (mark.shape === "area") paintArea(context, scene, mark, isChosen);
    else paintCount(context, scene, mark, isChosen);
  }

  function paintSingle(context, scene, mark, isChosen) {
    var point = mark.points[0], symbol = scene.symbolOf(point.kind), size = mark.radius * (isChosen ? 1.25 : 1);
    context.save();
    context.translate(mark.x, mark.y);
    context.scale(size, size);
    context.lineJoin = "round";
    context.lineWidth = (isChosen ? 6 : 3.4) / size;
    context.strokeStyle = colour(isChosen ? "ink" : "land");
    context.stroke(symbol.shape);
    context.fillStyle = colour(point.isDemo ? "land" : symbol.colour);
    context.fill(symbol.shape);
    context.lineWidth = (point.isDemo ? 2.2 : 1) / size;
    context.strokeStyle = colour(isChosen && !point.isDemo ? "land" : symbol.colour);
    context.stroke(symbol.shape);
    context.restore();
    if (mark.number) {
      centred(context, String(mark.number), mark.x, mark.y, point.isDemo ? symbol.colour : "land", "700 11px");
    }
  }

  function paintArea(context, scene, mark, isChosen) {
    circle(context, mark, mark.radius, colour("land", 0.88));
    context.setLineDash([4, 3]);
    context.lineWidth = isChosen ? 3.2 : 2;
    context.strokeStyle = colour(scene.symbolOf(mark.points[0].kind).colour);
    context.stroke();
    context.setLineDash([]);
    centred(context, "×" + mark.points.length, mark.x, mark.y, "ink", "600 11px");
  }

  /* A ring whose parts say how much of each colour there is, with the count in the middle. */
  function paintCount(context, scene, mark, isChosen) {
    circle(context, mark, mark.radius + 1.5, colour("land"));
    var shares = new Map(), from = -Math.PI / 2;
    mark.points.forEach(function (point) {
      var name = scene.symbolOf(point.kind).colour;
      shares.set(name, (shares.get(name) || 0) + 1);
    });
    context.lineWidth = isChosen ? 5 : 3.5;
    shares.forEach(function (count, name) {
      var to = from + count / mark.points.length * 2 * Math.PI;
      context.beginPath();
      context.arc(mark.x, mark.y, mark.radius - 1.5, from, to);
      context.strokeStyle = colour(name);
      context.stroke();
      from = to;
    });
    centred(context, String(mark.points.length), mark.x, mark.y, "ink", "600 11px");
  }

  function circle(context, at, radius, style) {
    context.beginPath();
    context.arc(at.x, at.y, radius, 0, 7);
    context.fillStyle = style;
    context.fill();
  }

  function paintOrigin(context, at) {
    circle(context, at, 26, colour("ink", 0.1));
    circle(context, at, 9, colour("land"));
    circle(context, at, 6.5, colour("ink"));
    circle(context, at, 2.2, colour("land"));
  }

  function paintHome(context, at, house) {
    circle(context, at, 14, colour("ink"));
    circle(context, at, 12, colour("land"));
    context.save();
    context.translate(at.x, at.y);
    context.scale(7.5, 7.5);
    context.fillStyle = colour("ink");
    context.fill(house);
    context.restore();
  }
})();
