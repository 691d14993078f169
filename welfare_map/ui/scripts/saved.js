/* The saved list in this browser alone: identifiers of services and nothing else. Without storage the address keeps it. */
export default function ({ data, setTriggerValue }) {
  const KEY = "welfare-map-saved";
  try {
    if (data.isTouched && data.saved.length) localStorage.setItem(KEY, JSON.stringify(data.saved));
    else if (data.isTouched) localStorage.removeItem(KEY);
    else if (data.canRestore) {
      const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
      if (Array.isArray(kept) && kept.length) setTriggerValue("restored", kept.map(String).join("\n"));
    }
  } catch {}
}
