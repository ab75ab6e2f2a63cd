// Draws openapi.json. Every text is set as text, never as markup.
const make = (name, text, ...children) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};

const row = (cell, ...texts) => make("tr", "", ...texts.map((text) => make(cell, text)));

const typeOf = (schema = {}) => schema.type ?? schema.anyOf?.map(typeOf).join(" or ") ?? schema.$ref?.split("/").pop() ?? "";

function parameters(deed) {
  if (!deed.parameters?.length) return [];
  const rows = deed.parameters.map((p) =>
    row("td", p.name + (p.required ? " *" : ""), p.in, typeOf(p.schema), p.description ?? p.schema?.description ?? "",
      [p.example ?? []].flat().join(", ")));
  return [make("h3", "Parameters"), make("table", "", row("th", "Name", "In", "Type", "Meaning", "Example"), ...rows)];
}

function body(deed, schemas) {
  const content = Object.entries(deed.requestBody?.content ?? {});
  return content.flatMap(([media, { schema, example }]) => [
    make("h3", `Body: ${media}`),
    make("pre", JSON.stringify(schemas[schema?.$ref?.split("/").pop()]?.properties ?? schema, null, 2)),
    ...exampleOf(example),
  ]);
}

const exampleOf = (value) => (value ? [make("h3", "Example"), make("pre", JSON.stringify(value, null, 2))] : []);

function answers(deed) {
  const rows = Object.entries(deed.responses).map(([status, answer]) =>
    row("td", status, answer.description ?? "", Object.keys(answer.content ?? {}).join(", ")));
  const good = ["200", "201", "202"].map((status) => deed.responses[status]?.content?.["application/json"]?.example);
  return [make("h3", "Answers"), make("table", "", row("th", "Status", "Meaning", "Media types"), ...rows),
    ...exampleOf(good.find(Boolean))];
}

function route(base, path, method, deed, schemas) {
  const shown = make("details", "", make("summary", "", make("b", method.toUpperCase()), make("code", base + path),
    make("span", `  ${deed.summary ?? ""}`)));
  shown.dataset.words = `${method} ${path} ${deed.summary ?? ""}`.toLowerCase();
  shown.addEventListener("toggle", () => {
    if (shown.childElementCount > 1) return;
    if (deed.description) shown.append(make("pre", deed.description));
    shown.append(...parameters(deed), ...body(deed, schemas), ...answers(deed));
  });
  return shown;
}

function draw(api) {
  document.getElementById("about").append(make("pre", api.info.description));
  const base = api.servers[0].url;
  const groups = new Map();
  for (const [path, deeds] of Object.entries(api.paths))
    for (const [method, deed] of Object.entries(deeds)) {
      const tag = deed.tags?.[0] ?? "other";
      if (!groups.has(tag)) groups.set(tag, make("section", "", make("h2", tag)));
      groups.get(tag).append(route(base, path, method, deed, api.components.schemas));
    }
  document.getElementById("routes").append(...groups.values());
}

// What does not hold the words is hidden, a group of which nothing is left too.
function seek() {
  const asked = document.getElementById("search").value.toLowerCase();
  for (const shown of document.querySelectorAll("details")) shown.hidden = !shown.dataset.words.includes(asked);
  for (const group of document.querySelectorAll("#routes section")) group.hidden = !group.querySelector("details:not([hidden])");
}

document.getElementById("search").addEventListener("input", seek);

fetch("../openapi.json").then((answer) => answer.json()).then(draw).then(seek)
  .catch((error) => document.getElementById("routes").append(make("p", `The description cannot be read: ${error.message}`)));
