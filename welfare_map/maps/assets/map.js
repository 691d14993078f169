/* The map: builds it once from its settings, then shows one view after another without rebuilding anything. */
(function () {
  "use strict";
  var welfareMap = (window.welfareMap = window.welfareMap || {});
  var ASSETS = "../../map-assets/"; // seen from the frame of the component
  var PADDING = 0.3; // how far the canvas reaches beyond the view, as a share of its size
  var TOWN_FONT = "600 12px", NAME_FONT = "11px", LEVEL_FONT = "600 11.5px";
  var FIT_PADDING = 28; // pixels around what must be seen
  var LIST_COUNT = 12; // things that a card lists before it says how many more

  function fetchJson(name) {
    return fetch(ASSETS + name).then(function (answer) {
      if (!answer.ok) throw new Error(name + ": " + answer.status);
      return answer.json();
    });
  }

  function element(tag, className, words) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (words) made.textContent = words;
    return made;
  }

  function say(template, values) {
    return template.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
  }

  function codesOf(steps) {
    var code = 0;
    return steps.map(function (step) {
      code += step;
      return ("00000" + code).slice(-6);
    });
  }

  /* Where the person starts from, or lives; it can be hovered and not be chosen. */
  function stop(packed, word, isHome) {
    if (!packed) return null;
    var at = welfareMap.project(packed[0], packed[1]);
    return { shape: "stop", points: [], x: at[0], y: at[1], name: packed[2], word: word, isHome: isHome };
  }

  var MapCanvas = L.Renderer.extend({
    options: { padding: PADDING },

    initialize: function (settings) {
      L.Renderer.prototype.initialize.call(this, {});
      this.settings = settings;
      this.words = settings.words;
      this.layers = {};
      this.view = { level: "province", layers: [], fills: [], areas: [], kinds: null };
      this.tints = [];
      this.marks = [];
      this.stops = [];
      this.areas = [];
      this.answer = [];
      this.fitToken = null;
    },

    // --- Leaflet's side: a canvas that moves and scales with the map ---------------------------------------------------

    _initContainer: function () {
      this._container = element("canvas", "wm-canvas");
      this._container.setAttribute("aria-hidden", "true");
      this.context = this._container.getContext("2d");
      this.ground = document.createElement("canvas");
    },

    _destroyContainer: function () {
      L.DomUtil.remove(this._container);
    },

    onAdd: function (map) {
      L.Renderer.prototype.onAdd.call(this, map);
      map.on({ click: this._click, mousemove: this._hover, mouseout: this._leave, move: this._follow, resize: this._resized }, this);
      var layer = this;
      welfareMap.onTheme(function () { layer._draw(true); });
      fetchJson(this.settings.boundaries).then(function (data) { layer._take(welfareMap.topology(data)); }, fail);
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      var bounds = this._bounds, size = bounds.getSize(), ratio = Math.min(window.devicePixelRatio || 1, 2);
      L.DomUtil.setPosition(this._container, bounds.min);
      [this._container, this.ground].forEach(function (canvas) {
        canvas.width = size.x * ratio;
        canvas.height = size.y * ratio;
      });
      this._container.style.width = size.x + "px";
      this._container.style.height = size.y + "px";
      this.ratio = ratio;
      this._setFrame(bounds, size);
      this._draw(true);
    },

    /* A frame that is hidden or printed has no size for a while; what had to wait is done when the size is back. */
    _resized: function () {
      var fit = this.lateFit;
      this.lateFit = null;
      this._fit(fit);
      this._update();
    },

    _setFrame: function (bounds, size) {
      var scale = Math.pow(2, this._zoom), origin = this._map.getPixelOrigin();
      var x = origin.x + bounds.min.x, y = origin.y + bounds.min.y, beyond = size.subtract(this._map.getSize()).divideBy(2);
      this.frame = {
        zoom: this._zoom, scale: scale, x: x, y: y, width: size.x, height: size.y,
        box: [x / scale, y / scale, (x + size.x) / scale, (y + size.y) / scale],
        view: [beyond.x, beyond.y, size.x - beyond.x, size.y - beyond.y]
      };
    },

    /* While the map is dragged beyond what is drawn, draw what comes next. */
    _follow: function () {
      if (this._map._animatingZoom || !this._bounds || this._map.getZoom() !== this._zoom) return;
      var size = this._map.getSize(), from = this._map.containerPointToLayerPoint([0, 0]);
      if (!this._bounds.contains(L.bounds(from, from.add(size)))) this._update();
    },

    // --- drawing -------------------------------------------------------------------------------------------------------

    _take: function (topology) {
      this.topology = topology;
      this.meshes = {
        municipality: topology.mesh(function (unit) { return unit.number; }),
        district: topology.mesh(function (unit) { return unit.d; }),
        province: topology.mesh(function (unit) { return unit.p; }),
        outline: topology.mesh(function () { return 0; })
      };
      this.land = topology.shape(this.meshes.outline);
      this._prepareNames();
      this.show(this.view);
      this._map.getContainer().dataset.ready = "boundaries";
    },

    refresh: function (withGround) {
      var layer = this;
      this.groundIsOld = this.groundIsOld || withGround;
      if (this.waiting) return;
      this.waiting = L.Util.requestAnimFrame(function () {
        layer.waiting = null;
        layer._draw(layer.groundIsOld);
      });
    },

    _draw: function (withGround) {
      if (!this.frame || !this.topology) return;
      if (!this.ground.width || !this.ground.height) return; // `_resized` draws
      var context = this.context;
      if (withGround) {
        var below = this.ground.getContext("2d");
        below.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
        below.clearRect(0, 0, this.frame.width, this.frame.height);
        welfareMap.paintGround(below, this, this.frame);
        this._placeMarks();
        welfareMap.paintNames(below, this, this.frame);
        this.groundIsOld = false;
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, this._container.width, this._container.height);
      context.drawImage(this.ground, 0, 0);
      context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      welfareMap.paintAbove(context, this, this.frame);
    },

    _placeMarks: function () {
      var things = [].concat.apply([], this._shownLayers().map(function (layer) { return layer.points || []; }));
      var kept = this.view.kinds;
      if (kept) {
        var services = this.settings.service_count;
        things = things.filter(function (point) { return point.kind >= services || kept.indexOf(point.kind) >= 0; });
      }
      this.marks = welfareMap.marks.layer(things, this.frame)
        .concat(welfareMap.marks.answer(this.answer, this.frame, this.view.is_numbered));
      this.hoveredMark = null;
    },

    symbolOf: function (kind) {
      return this.settings.symbols[this.settings.kinds[kind].symbol];
    },

    isSelected: function (mark) {
      var chosen = this.chosen;
      return Boolean(chosen) && mark.points.some(function (point) {
        return mark.what === "point" ? point.index === chosen.index : point.id === chosen.id;
      });
    },

    /* What the controls cover, in pixels of the picture: no name is written below them. */
    covered: function () {
      var container = this._map.getContainer(), at = container.getBoundingClientRect();
      var left = this.frame.view[0] - at.left, top = this.frame.view[1] - at.top;
      return Array.from(container.querySelectorAll(".leaflet-control"), function (control) {
        var box = control.getBoundingClientRect();
        return [box.left + left, box.top + top, box.right + left, box.bottom + top];
      });
    },

    _prepareNames: function () {
      var topology = this.topology, data = topology.data;
      this.townNames = (data.towns || []).map(function (town) {
        var at = welfareMap.project(town[1], town[2]);
        return { text: town[0], x: at[0], y: at[1], font: TOWN_FONT, colour: "town", dot: true };
      });
      this.municipalityNames = topology.units.map(function (unit) {
        var at = topology.middle(unit);
        return { text: unit.n, x: at[0], y: at[1], font: NAME_FONT, colour: "municipality-name", size: at[2] };
      }).sort(function (a, b) { return b.size - a.size; });
      this.districtNames = this._levelNames(data.districts);
      this.provinceNames = this._levelNames(data.provinces);
    },

    _levelNames: function (items) {
      return (items || []).map(function (item) {
        var at = welfareMap.project(item.lon, item.lat);
        return { text: item.name, x: at[0], y: at[1], font: LEVEL_FONT, colour: "unit-name" };
      });
    },

    /* Names in the order in which they are given room; tiles bring their own. */
    names: function (zoom, municipalitiesFrom) {
      if (this.view.tiles) return [];
      var level = this.view.level, found = this.townNames.filter(function (name, i) { return zoom >= 7 || i < 4; }), taken = {};
      function add(names) {
        found.forEach(function (name) { taken[name.text] = true; });
        found = found.concat(names.filter(function (name) { return !taken[name.text]; }));
      }
      if (level === "district" && zoom >= 8) add(this.districtNames);
      if (level === "province" && zoom >= 9) add(this.provinceNames);
      if (zoom >= municipalitiesFrom) add(this.municipalityNames);
      return found;
    },

    // --- a new view ----------------------------------------------------------------------------------------------------

    show: function (view) {
      this.view = view;
      this._showTiles(view.tiles);
      this.stops = [stop(view.home, this.words.home, true), stop(view.origin, this.words.origin, false)].filter(Boolean);
      this.areas = view.areas.map(welfareMap.areas.unpack);
      if (!view.points) this.answer = [];
      else if (view.points.token !== this.answerToken) {
        this.answer = welfareMap.marks.unpack(view.points, this.settings.lang);
        this._map.closePopup();
      }
      this.answerToken = view.points ? view.points.token : null;
      this.chosen = view.selected === null ? null : { index: view.selected, id: view.selected };
      this._loadLayers(view.layers);
      this._fit(view.fit);
      if (this.topology) this._showAreas();
      this.refresh(true);
    },

    _showAreas: function () {
      var topology = this.topology, layer = this, number = topology.number(this.view.municipality);
      this.selected = number === undefined ? null : topology.units[number];
      var areas = this._shownLayers().filter(function (item) { return item.codes; }).map(function (item) {
        return { colour: item.colour, name: item.name, codes: item.codes };
      }).concat(this.view.fills.map(function (item) {
        return { colour: item[0], name: item[1], codes: item[2], isShade: item.length > 3, isHatched: Boolean(item[3]) };
      }));
      this.tints = areas.map(function (area) { return layer._tint(area); });
    },

    _tint: function (area) {
      var topology = this.topology, isIn = {};
      var numbers = codesOf(area.codes).map(topology.number).filter(function (number) { return number !== undefined; });
      numbers.forEach(function (number) { isIn[number] = true; });
      var lines = topology.around(function (number) { return Boolean(isIn[number]); });
      return {
        colour: area.colour, name: area.name, isShade: area.isShade, isHatched: area.isHatched,
        isIn: isIn, lines: lines, shape: topology.shape(lines)
      };
    },

    _shownLayers: function () {
      var layers = this.layers;
      return this.view.layers.map(function (file) { return layers[file]; }).filter(function (found) { return found && found.isLoaded; });
    },

    _loadLayers: function (files) {
      var layer = this;
      files.forEach(function (file) {
        if (layer.layers[file]) return;
        layer.layers[file] = { isLoaded: false };
        fetchJson(file).then(function (data) {
          layer.layers[file] = data.codes
            ? { isLoaded: true, codes: data.codes, name: data.name, colour: data.colour }
            : { isLoaded: true, points: welfareMap.marks.unpack(data, layer.settings.lang) };
          if (layer.topology) layer._showAreas();
          layer.refresh(true);
        }, function (error) {
          delete layer.layers[file];
          fail(error);
        });
      });
    },

    _fit: function (fit) {
      if (!fit || fit[4] === this.fitToken) return;
      if (!hasRoom(this._map)) {
        this.lateFit = fit;
        return;
      }
      var isFirst = this.fitToken === null && !this.topology;
      this.fitToken = fit[4];
      this._map.fitBounds([[fit[1], fit[0]], [fit[3], fit[2]]], {
        padding: [FIT_PADDING, FIT_PADDING], maxZoom: 15, animate: this.settings.isAnimated && !isFirst
      });
    },

    _showTiles: function (tiles) {
      var url = tiles ? tiles[0] : null;
      if (url === this.tilesUrl) return;
      this.tilesUrl = url;
      if (this.tiles) this._map.removeLayer(this.tiles);
      // OpenStreetMap answers only whoever says where it is shown: the host, never the address of the page.
      this.tiles = url ? L.tileLayer(url, { maxZoom: 19, referrerPolicy: "origin" }).addTo(this._map) : null;
      this._map.welfareNote.textContent = tiles ? tiles[1] : this.words.attribution;
    },

    // --- mouse and finger ----------------------------------------------------------------------------------------------

    _place: function (event) {
      var at = event.layerPoint.subtract(this._bounds.min);
      return { x: at.x, y: at.y, worldX: (at.x + this.frame.x) / this.frame.scale, worldY: (at.y + this.frame.y) / this.frame.scale };
    },

    _hover: function (event) {
      if (!this.topology || this.settings.isTouch || this._map.dragging.moving()) return;
      if (event.originalEvent && event.originalEvent.target.closest(".wm-tip")) return;
      var place = this._place(event), mark = welfareMap.marks.hit(this.marks, place.x, place.y, 2);
      if (!mark) mark = this._stopAt(place);
      var unit = mark ? null : this.topology.at(place.worldX, place.worldY);
      if (mark !== this.hoveredMark || unit !== this.hovered) {
        this.hoveredMark = mark;
        this.hovered = unit;
        this._map.getContainer().style.cursor = mark || unit ? "pointer" : "";
        this.refresh(false);
        this._tip(mark ? this._markTip(mark) : unit ? this._unitTip(unit) : null, event.latlng);
      }
    },

    _leave: function () {
      if (!this.hovered && !this.hoveredMark) return;
      this.hovered = this.hoveredMark = null;
      this._tip(null);
      this.refresh(false);
    },

    /* It stays where it came up, so that the pointer can go onto it, and goes at Escape (WCAG 1.4.13). */
    _tip: function (content, latlng) {
      if (this.tip) this._map.removeLayer(this.tip);
      this.tip = content ? L.tooltip({ className: "wm-tip", direction: "top", offset: [0, -4] }).setContent(content) : null;
      if (this.tip) this.tip.setLatLng(latlng).addTo(this._map);
    },

    _click: function (event) {
      if (!this.topology || !this.frame) return;
      var place = this._place(event), mark = welfareMap.marks.hit(this.marks, place.x, place.y, this.settings.isTouch ? 8 : 2);
      this._tip(null);
      if (mark) return this._clickMark(mark);
      var unit = this.topology.at(place.worldX, place.worldY);
      this.selected = unit;
      this.refresh(false);
      this._pick(unit ? "municipality" : "outside", unit ? unit.id : "", event.latlng);
    },

    _clickMark: function (mark) {
      if (mark.points.length === 1) return this._choose(mark.what, mark.points[0]);
      var points = mark.points, bounds = L.latLngBounds(points.map(function (point) { return [point.lat, point.lon]; }));
      if (mark.shape === "count" && !welfareMap.marks.isOnePlace(points) && this._map.getZoom() < this._map.getMaxZoom()) {
        return this._map.fitBounds(bounds, { padding: [60, 60], maxZoom: this._map.getZoom() + 3, animate: this.settings.isAnimated });
      }
      this._openCard(bounds.getCenter(), this._listCard(mark));
    },

    _choose: function (what, point) {
      this.chosen = { index: point.index, id: point.id };
      this.refresh(false);
      this._openCard([point.lat, point.lon], this._pointCard(what, point));
      this._pick(what, what === "point" ? String(point.index) : point.id, { lng: point.lon, lat: point.lat });
    },

    /* What goes back to the page; the answer's rows go back by their place in the answer that `token` names. */
    _pick: function (what, id, latlng) {
      var pick = { what: what, id: id, lon: round5(latlng.lng), lat: round5(latlng.lat), n: Date.now() };
      if (what === "point") pick.token = this.answerToken;
      this.fire("click", { latlng: latlng, layer: { toGeoJSON: function () { return pick; } } });
    },

    // --- tooltips and cards: built on demand, every word set as text ---------------------------------------------------

    _unitTip: function (unit) {
      var box = element("div"), data = this.topology.data, words = this.words;
      box.append(element("strong", "", unit.n));
      var above = [];
      if (data.districts && data.districts[unit.d]) above.push(say(words.district, { name: data.districts[unit.d].name }));
      if (data.provinces && data.provinces[unit.p]) above.push(data.provinces[unit.p].name);
      if (above.length) box.append(element("div", "wm-quiet", above.join(" · ")));
      this.tints.forEach(function (tint) {
        if (tint.name && tint.isIn[unit.number]) box.append(element("div", "wm-quiet", tint.name));
      });
      return box;
    },

    _stopAt: function (place) {
      var frame = this.frame;
      return this.stops.find(function (stop) {
        var dx = stop.x * frame.scale - frame.x - place.x, dy = stop.y * frame.scale - frame.y - place.y;
        return dx * dx + dy * dy <= 100;
      }) || null;
    },

    _markTip: function (mark) {
      if (mark.shape === "stop") {
        var here = element("div");
        here.append(element("strong", "", mark.name), element("div", "wm-quiet", mark.word));
        return here;
      }
      if (mark.points.length === 1 && mark.shape === "single") return this._pointLines(mark.what, mark.points[0], element("div"));
      var box = element("div");
      box.append(element("strong", "", this._countWords(mark)));
      this._kindCounts(mark.points).forEach(function (line) { box.append(element("div", "wm-quiet", line)); });
      return box;
    },

    _countWords: function (mark) {
      var one = mark.points.length === 1 ? "_one" : "";
      return say(this.words[(mark.shape === "area" ? "area" : "count") + one], { count: mark.points.length });
    },

    _kindCounts: function (points) {
      var counts = new Map(), kinds = this.settings.kinds;
      points.forEach(function (point) { counts.set(point.kind, (counts.get(point.kind) || 0) + 1); });
      return Array.from(counts, function (entry) { return entry[1] + " · " + kinds[entry[0]].word; }).slice(0, 5);
    },

    _pointLines: function (what, point, box) {
      var words = this.words, facts = [this.settings.kinds[point.kind].word];
      if (point.minutes !== null) facts.push(say(point.isApproximate ? words.minutes_about : words.minutes, { minutes: point.minutes }));
      box.append(element("strong", "", point.name), element("div", "wm-quiet", facts.join(" · ")));
      if (point.detail) box.append(element("div", "wm-quiet", point.detail));
      if (what === "point" && this.view.is_numbered) box.append(element("div", "wm-quiet", say(words.number, { number: point.index + 1 })));
      if (point.isApproximate) box.append(element("div", "wm-quiet", words.approximate));
      if (point.isDemo) box.append(element("div", "wm-demo", words.demo));
      return box;
    },

    _pointCard: function (what, point) {
      return this._pointLines(what, point, element("div", "wm-card"));
    },

    _listCard: function (mark) {
      var box = element("div", "wm-card"), list = element("ul"), layer = this;
      box.append(element("strong", "", this._countWords(mark)), list);
      mark.points.slice(0, LIST_COUNT).forEach(function (point) {
        var row = element("li"), button = element("button", "", point.name);
        button.type = "button";
        button.addEventListener("click", function () { layer._choose(mark.what, point); });
        row.append(button);
        list.append(row);
      });
      var rest = mark.points.length - LIST_COUNT;
      if (rest > 0) box.append(element("div", "wm-quiet", say(this.words.more, { count: rest })));
      return box;
    },

    _openCard: function (latlng, content) {
      var popup = L.popup({ className: "wm-popup", maxWidth: 280, autoPan: true, autoPanPadding: [16, 16], offset: [0, -4] });
      popup.setLatLng(latlng).setContent(content).openOn(this._map);
      var close = popup.getElement().querySelector(".leaflet-popup-close-button");
      if (close) close.setAttribute("aria-label", this.words.close);
    }
  });

  /* A view travels as a layer, so that the component takes the last one away when the next comes; it draws nothing. */
  var ViewLayer = L.Layer.extend({
    initialize: function (view) { this.view = view; },
    onAdd: function (map) { map.welfareCanvas.show(this.view); },
    onRemove: function () {}
  });

  function hasRoom(map) {
    var size = map.getSize();
    return size.x > 2 * FIT_PADDING && size.y > 2 * FIT_PADDING;
  }

  function round5(degrees) {
    return Math.round(degrees * 1e5) / 1e5;
  }

  /* Faults reach the guard of the page as an error event of this window. */
  function fail(error) {
    window.dispatchEvent(new ErrorEvent("error", { message: String(error), error: error }));
  }

  function wholeAreaControl(map, settings) {
    var Whole = L.Control.extend({
      options: { position: "topright" },
      onAdd: function () {
        var bar = element("div", "leaflet-bar wm-whole"), button = element("button", "", "⤢");
        button.type = "button";
        button.title = settings.words.whole_area;
        button.setAttribute("aria-label", settings.words.whole_area);
        L.DomEvent.disableClickPropagation(bar);
        L.DomEvent.on(button, "click", function () { map.fitBounds(settings.area, { animate: settings.isAnimated }); });
        bar.append(button);
        return bar;
      }
    });
    new Whole().addTo(map);
  }

  /* A finger scrolls the page, so who has one pointer moves the map by buttons (WCAG 2.5.1). */
  var MOVES = [["left", "←", -1, 0], ["up", "↑", 0, -1], ["down", "↓", 0, 1], ["right", "→", 1, 0]], MOVE_SHARE = 0.4;

  function moveControl(map, settings) {
    var Move = L.Control.extend({
      options: { position: "topleft" },
      onAdd: function () {
        var bar = element("div", "leaflet-bar wm-move");
        L.DomEvent.disableClickPropagation(bar);
        MOVES.forEach(function (move) {
          var button = element("button", "", move[1]);
          button.type = "button";
          button.title = settings.words["move_" + move[0]];
          button.setAttribute("aria-label", button.title);
          L.DomEvent.on(button, "click", function () {
            var size = map.getSize();
            map.panBy([MOVE_SHARE * size.x * move[2], MOVE_SHARE * size.y * move[3]], { animate: settings.isAnimated });
          });
          bar.append(button);
        });
        return bar;
      }
    });
    new Move().addTo(map);
  }

  /* Escape is heard wherever the focus is, which is seldom in the frame while the mouse hovers over it. */
  function hearEscape(map) {
    function hear(event) { if (event.key === "Escape") map.welfareCanvas._tip(null); }
    [window, window.parent].forEach(function (one) { one.addEventListener("keydown", hear); });
    window.addEventListener("pagehide", function () { window.parent.removeEventListener("keydown", hear); });
  }

  function noteControl(map, words) {
    var Note = L.Control.extend({
      options: { position: "bottomright" },
      onAdd: function () { return (map.welfareNote = element("div", "leaflet-control-attribution", words)); }
    });
    new Note().addTo(map);
  }

  function hint(container) {
    var box = element("div", "wm-hint"), timer = null;
    box.setAttribute("aria-hidden", "true");
    container.append(box);
    return function (words) {
      box.textContent = words;
      box.classList.add("wm-shown");
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { box.classList.remove("wm-shown"); }, 1600);
    };
  }

  /* One finger and the plain wheel scroll the page; two fingers, Ctrl, or a map that was clicked move the map. */
  function shareScrolling(map, settings) {
    var container = map.getContainer(), tell = hint(container), isActive = false;
    container.addEventListener("focusin", function () { isActive = true; });
    window.addEventListener("blur", function () { isActive = false; });
    container.addEventListener("wheel", function (event) {
      if (isActive || event.ctrlKey || event.metaKey) return;
      event.stopImmediatePropagation();
      tell(settings.words.hint_wheel);
    }, { capture: true, passive: true });
    if (!settings.isTouch) return;
    container.addEventListener("touchmove", function (event) {
      if (event.touches.length === 1 && !event.target.closest(".leaflet-popup")) tell(settings.words.hint_touch);
    }, { passive: true });
  }

  function describe(map, settings) {
    var container = map.getContainer();
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", settings.words.label);
    container.classList.add("wm-map");
    document.documentElement.lang = settings.lang;
    document.title = settings.words.title;
  }

  /* Leaflet gives the map the focus at a press; a browser would scroll it into sight under the finger, and another place be hit. */
  L.Map.Keyboard.include({
    _onMouseDown: function () { if (!this._focused) this._map.getContainer().focus({ preventScroll: true }); }
  });

  welfareMap.create = function (id, settings) {
    settings.isTouch = window.matchMedia("(pointer: coarse)").matches;
    settings.isAnimated = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    settings.home = new Path2D(settings.home);
    settings.symbols.forEach(function (symbol) { symbol.shape = new Path2D(symbol.path); });
    var map = L.map(id, {
      zoomControl: false, attributionControl: false, minZoom: 6, maxZoom: 17, zoomSnap: 0.25, wheelPxPerZoomLevel: 120,
      dragging: !settings.isTouch, tap: false, bounceAtZoomLimits: false, inertia: settings.isAnimated,
      zoomAnimation: settings.isAnimated, fadeAnimation: settings.isAnimated, markerZoomAnimation: settings.isAnimated,
      maxBounds: L.latLngBounds(settings.area).pad(0.6), maxBoundsViscosity: 0.6
    });
    var words = settings.words;
    L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
    wholeAreaControl(map, settings);
    if (settings.isTouch) moveControl(map, settings);
    noteControl(map, words.attribution);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    describe(map, settings);
    shareScrolling(map, settings);
    map.fitBounds(settings.area, { animate: false });
    map.welfareCanvas = new MapCanvas(settings).addTo(map);
    hearEscape(map);
    var area = settings.area;
    if (!hasRoom(map)) map.welfareCanvas.lateFit = [area[0][1], area[0][0], area[1][1], area[1][0], "area"];
    new ResizeObserver(function () { map.invalidateSize({ animate: false }); }).observe(map.getContainer());
    return map;
  };

  welfareMap.view = function (view) {
    return new ViewLayer(view);
  };
})();
