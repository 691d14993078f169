var map_div = welfareMap.create("map_div", {
 "lang": "it",
 "boundaries": "boundaries-0.json",
 "area": [
  [
   45.0,
   9.0
  ],
  [
   45.3,
   9.3
  ]
 ],
 "service_count": 22,
 "symbols": [
  {
   "colour": "small-children",
   "path": "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z"
  },
  {
   "colour": "children",
   "path": "M0,-1.45L1.35,0.9L-1.35,0.9Z"
  },
  {
   "colour": "elders",
   "path": "M-0.9,-0.9H0.9V0.9H-0.9Z"
  },
  {
   "colour": "disability",
   "path": "M0,-1.3L1.3,0L0,1.3L-1.3,0Z"
  },
  {
   "colour": "family",
   "path": "M0,-1.2L1.14,-0.37L0.71,0.97L-0.71,0.97L-1.14,-0.37Z"
  },
  {
   "colour": "time-saving",
   "path": "M1.15,0L0.575,0.996L-0.575,0.996L-1.15,0L-0.575,-0.996L0.575,-0.996Z"
  },
  {
   "colour": "organisation",
   "path": "M-1,-0.95H1V0.25L0,1.35L-1,0.25Z"
  },
  {
   "colour": "practice",
   "path": "M0,-1.5L0.44,-0.61L1.43,-0.46L0.71,0.23L0.88,1.21L0,0.75L-0.88,1.21L-0.71,0.23L-1.43,-0.46L-0.44,-0.61Z"
  }
 ],
 "kinds": [
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  1,
  1,
  1,
  2,
  2,
  2,
  2,
  2,
  3,
  4,
  4,
  5,
  5,
  5,
  5,
  0,
  1,
  2,
  3,
  4,
  5,
  6,
  7
 ],
 "home": "M0,-1.1L1.2,-0.05H0.82V0.95H0.28V0.25H-0.28V0.95H-0.82V-0.05H-1.2Z",
 "areas": [
  [
   2.6,
   []
  ],
  [
   2.0,
   [
    10,
    5
   ]
  ],
  [
   2.4,
   [
    2,
    5
   ]
  ]
 ],
 "words": [
  "approximate",
  "area",
  "area_one",
  "attribution",
  "close",
  "count",
  "count_one",
  "demo",
  "district",
  "hint_touch",
  "hint_wheel",
  "home",
  "label",
  "minutes",
  "minutes_about",
  "more",
  "move_down",
  "move_left",
  "move_right",
  "move_up",
  "number",
  "origin",
  "title",
  "whole_area",
  "zoom_in",
  "zoom_out"
 ]
});

var drawnItems = [];
