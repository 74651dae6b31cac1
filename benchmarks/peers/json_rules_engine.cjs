// json-rules-engine (npm): one rule for each activity paragraph and verdict, one engine run for each activity.
// Reads {variants, paragraphs, constants, calls, rounds} from standard input, writes answers and times.
const { Engine, Operator } = require("json-rules-engine");

const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { words } = given;

const known = (value) => value !== undefined && value !== null;
const meets = {
  in: (value, operand) => operand.includes(value),
  not_in: (value, operand) => !operand.includes(value),
  at_least: (value, operand) => Number(value) >= Number(operand),
  at_most: (value, operand) => Number(value) <= Number(operand),
  more_than: (value, operand) => Number(value) > Number(operand),
};
const includes = (list, operand) => list.items.some((word) => operand.includes(word));

const engine = new Engine([], { allowUndefinedFacts: true });
for (const [name, passes] of Object.entries(meets)) {
  engine.addOperator(new Operator(`${name}:met`, (value, operand) => known(value) && passes(value, operand)));
  engine.addOperator(new Operator(`${name}:possible`, (value, operand) => !known(value) || passes(value, operand)));
}
engine.addOperator(new Operator("includes_any:met", (list, operand) => known(list) && includes(list, operand)));
engine.addOperator(
  new Operator("includes_any:possible", (list, operand) => !known(list) || includes(list, operand) || !list.complete),
);
for (const paragraph of given.paragraphs) {
  for (const verdict of ["met", "possible"]) {
    const test = ({ fact, operator, operand }) => ({
      fact: "activity", path: `$.${fact}`, operator: `${operator}:${verdict}`, value: operand,
    });
    engine.addRule({
      conditions: {
        all: [
          { fact: "activity", path: "$.item", operator: "in", value: paragraph.items },
          { fact: "activity", path: "$.verb", operator: "in", value: paragraph.verbs },
          ...paragraph.groups.map((group) => ({ any: group.map(test) })),
        ],
      },
      event: { type: verdict, params: { code: paragraph.code } },
    });
  }
}

const lacks = (list, operand) => known(list) && list.complete && !includes(list, operand);

// What is left is plain JavaScript: an engine run for so little would only cost more.
async function screen(body) {
  const stated = JSON.parse(body);
  const party = (id) => stated.parties.find((each) => each.id === id);
  const { deal } = stated;
  const [buyer, target] = [party(stated.acquirer), party(deal.target)];
  const covered =
    buyer.kind === "entity" && words.united_states.includes(buyer.organized_in) && target.kind === "entity" &&
    deal.completion_date >= words.effective_date && includes(deal.acts, words.bought) &&
    [target.principal_place_of_business, target.headquarters, target.organized_in].some((place) =>
      words.countries_of_concern.includes(place),
    );
  const security = deal.security;
  const excepted = security.publicly_traded && security.traded_at_signing && lacks(deal.rights, words.beyond_standard);
  const met = new Set();
  const possible = new Set();
  for (const activity of target.activities.items) {
    const { events } = await engine.run({ activity });
    for (const event of events) (event.type === "met" ? met : possible).add(event.params.code);
  }
  const some = (codes, section) => [...codes].some((code) => code.startsWith(section));
  const listed = !lacks(target.restricted_lists, words.lists);
  let determination = "not_covered";
  if (!covered || !deal.circumstances.complete || deal.circumstances.items.length) determination = "undetermined";
  else if (excepted) determination = "excepted";
  else if (some(met, "850.224")) determination = "prohibited";
  else if (some(possible, "850.224") || (listed && some(possible, "850.217"))) determination = "undetermined";
  else if (some(met, "850.217")) determination = "notifiable";
  else if (some(possible, "850.217")) determination = "undetermined";
  return JSON.stringify({ reference: stated.reference, determination, reasons: [...met] });
}

async function main() {
  const answers = {};
  const rounds = {};
  for (const [name, body] of Object.entries(given.variants)) {
    answers[name] = JSON.parse(await screen(body)).determination;
    rounds[name] = [];
    for (let round = 0; round < given.rounds; round += 1) {
      const began = process.cpuUsage();
      for (let call = 0; call < given.calls; call += 1) await screen(body);
      const taken = process.cpuUsage(began);
      rounds[name].push((taken.user + taken.system) / given.calls);
    }
  }
  process.stdout.write(JSON.stringify({ answers, rounds }));
}

main();
