// Core: changes of a form as data: each takes the form and gives the new one, with schema, options and paper in step.

/** What a new field starts as: its rule in the schema, and what else the widget needs. */
const FRESH = {
  text: { rule: { type: "string", minLength: 1, maxLength: 60 } },
  multiline: { rule: { type: "string", minLength: 1, maxLength: 200 } },
  digits: { rule: { type: "string", pattern: "^[0-9]+$", maxLength: 20 } },
  phone: { rule: { type: "string", format: "cn-phone", minLength: 11, maxLength: 11 } },
  date: { rule: { type: "string", format: "date", maxLength: 10 } },
  amount: { rule: { type: "number", minimum: 0, maximum: 10000000 } },
  confirm: { rule: { type: "boolean", const: true } },
  choice: { rule: { type: "string", enum: ["yes", "no"], maxLength: 40 }, choices: [{ value: "yes", label: { zh: "是", en: "Yes" } }, { value: "no", label: { zh: "否", en: "No" } }] },
};
export const WIDGETS = { text: "一行字", multiline: "几行字", digits: "数字", phone: "手机号码", date: "日期", amount: "数额", confirm: "点一下确认", choice: "点选一项", bank_card: "银行账号", id_number: "证件号码", group: "一组（每人一行）", address: "地址" };
export const FRESH_WIDGETS = Object.keys(FRESH);
const NAME = /^[a-z][a-z0-9_]{0,39}$/;

const copy = (form) => structuredClone(form);

/** The list that this path of indexes ends in, and the place in it: [page, field] or [page, field, inner]. */
function spot(form, path) {
  const page = form.ui.pages[path[0]];
  return path.length === 2 ? [page.fields, path[1]] : [page.fields[path[1]].fields, path[2]];
}

/** The object in the schema that holds this field. */
function holder(form, path) {
  return path.length === 2 ? form.schema : form.schema.properties?.[form.ui.pages[path[0]].fields[path[1]].name]?.items;
}

export function fieldAt(form, path) {
  const [list, at] = spot(form, path);
  return list[at];
}

/** `name` of the field becomes `value`; an empty text goes. */
export function setField(form, path, name, value) {
  const made = copy(form), field = fieldAt(made, path);
  if (value === "" || value === false) delete field[name];
  else field[name] = value;
  return name === "show_if" ? requireAt(made, path, isRequired(form, path)) : made;
}

/** One language of a text; a text that is not needed and empty in both goes. */
export function setText(form, path, name, language, words, optional = true) {
  const made = copy(form), field = fieldAt(made, path);
  const text = { zh: "", en: "", ...field[name], [language]: words };
  if (optional && !text.zh && !text.en) delete field[name];
  else field[name] = text;
  return made;
}

export function setPage(form, page, name, language, words) {
  const made = copy(form), held = made.ui.pages[page];
  const text = { zh: "", en: "", ...held[name], [language]: words };
  if (name === "hint" && !text.zh && !text.en) delete held.hint;
  else held[name] = text;
  return made;
}

export function setTitle(form, language, words) {
  return { ...copy(form), title: { ...form.title, [language]: words } };
}

export function setPaperTitle(form, language, words) {
  return { ...copy(form), print: { ...form.print, title: { ...form.print.title, [language]: words } } };
}

export function isRequired(form, path) {
  const field = fieldAt(form, path);
  return Boolean(field.required_if_shown) || (holder(form, path)?.required || []).includes(field.name);
}

/** Where it is said depends on whether the field has a condition. */
export function requireAt(form, path, wanted) {
  const made = copy(form), field = fieldAt(made, path), held = holder(made, path);
  delete field.required_if_shown;
  if (held) held.required = (held.required || []).filter((name) => name !== field.name);
  if (wanted && field.show_if) field.required_if_shown = true;
  else if (wanted && held) held.required.push(field.name);
  return made;
}

/** One place up or down; over the edge of a page to the next one. */
export function move(form, path, by) {
  const made = copy(form), [list, at] = spot(made, path), to = at + by;
  if (to >= 0 && to < list.length) {
    list.splice(to, 0, ...list.splice(at, 1));
    return [made, [...path.slice(0, -1), to]];
  }
  const page = path[0] + by;
  if (path.length > 2 || !made.ui.pages[page]) return [form, path];
  const other = made.ui.pages[page].fields, place = by > 0 ? 0 : other.length;
  other.splice(place, 0, ...list.splice(at, 1));
  return [made, [page, place]];
}

/** `list(options)` gives the options anew; the schema allows just those. */
export function setOptions(form, path, list) {
  const made = copy(form), field = fieldAt(made, path), rule = holder(made, path)?.properties?.[field.name];
  field.choices = list(field.choices || []);
  if (rule) rule.enum = field.choices.map((one) => one.value);
  return made;
}

export function remove(form, path) {
  const made = copy(form), [list, at] = spot(made, path), name = list[at].name, held = holder(made, path);
  list.splice(at, 1);
  if (held?.properties) delete held.properties[name];
  if (held) held.required = (held.required || []).filter((one) => one !== name);
  if (path.length === 2) made.print.rows = made.print.rows.map((row) => row.filter((one) => one !== name)).filter((row) => row.length);
  return made;
}

/** A new field at the end of a page; null when the name cannot be one, or is taken. */
export function add(form, page, widget, name) {
  if (!NAME.test(name) || form.schema.properties[name]) return null;
  const made = copy(form), { rule, choices } = structuredClone(FRESH[widget]);
  made.schema.properties[name] = rule;
  made.ui.pages[page].fields.push({ name, widget, label: { zh: "", en: "" }, width: "full", ...(choices ? { choices } : {}), error: { zh: "请再看一看这一项。", en: "Please check this field." } });
  made.print.rows.push([name]);
  return made;
}

/** What a new form starts as. */
export const blank = (id) => ({
  id, version: 1, title: { zh: "", en: "" },
  schema: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", properties: {}, required: [], additionalProperties: false },
  ui: { pages: [{ id: "first", title: { zh: "", en: "" }, fields: [] }] },
  rules: [], promises: [], print: { title: { zh: "", en: "" }, rows: [] },
});

export const written = (form) => `${JSON.stringify(form, null, 2)}\n`;

/** Whether the field-by-field view can show it; a slip elsewhere is for the raw view. */
export function isEditable(form) {
  const texts = (list) => Array.isArray(list) && list.every((one) => one && typeof one === "object");
  return Boolean(form && form.schema?.properties && form.title && Array.isArray(form.print?.rows) && texts(form.ui?.pages)
    && form.ui.pages.every((page) => texts(page.fields) && page.fields.every((field) => typeof field.name === "string" && (!field.fields || texts(field.fields)))));
}

/** `ui.pages.0.fields.2.label` → [0, 2], to go there; null: it is not about one field. */
export function pathOf(at) {
  const found = /^ui\.pages\.(\d+)\.fields\.(\d+)(?:\.fields\.(\d+))?/.exec(at);
  return found ? found.slice(1).filter((part) => part !== undefined).map(Number) : null;
}
