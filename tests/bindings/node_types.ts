// Compiled, never run, by test_node.js: what a program in TypeScript may write, and what it may not.
import {Campaign, CancelledError, Engine, Item, KoorError, Plan, options} from "../../bindings/node/index.js";

async function main(): Promise<void> {
  const engine = new Engine({options: {"rewrite.strength": "light", "select.max_similarity": 0.5}});
  const texts: string[] = (await engine.variants("A post", {n: 5, language: "en"})).map(variant => variant.text);
  const campaign = new Campaign(engine, {post: "A post", window: ["2026-12-01", new Date()], seed: 7n});
  campaign.addPerson("p1", {optedIn: true, circle: "gent", absentFrom: new Date()});
  campaign.addImage("team.jpg", {alt: "The team", focus: [{box: [0, 0, 10, 10], keep: true}], flags: ["people"]});
  const {accepted, reason}: {accepted: boolean; reason: string} = campaign.addAlternative({first: 1, text: "Other"});
  const plan: Plan = await campaign.plan({signal: new AbortController().signal, progress: (stage, done) => done < 5});
  for (const item of plan) {
    const when: Date | null = item.publishAt;
    console.log(item.person, when, item.image?.alt, item.edits[0]?.from, accepted, reason, texts, options()[0].name);
  }
  const last: Item | undefined = plan.at(-1);
  await plan.write("out", {images: false});
  try {
    const walks: bigint = campaign.count();
    console.log(walks, last);
  } catch (error) {
    if (error instanceof CancelledError || error instanceof KoorError)
      console.log(error.code, error.offset);
  }
  // @ts-expect-error a person must say whether they opted in
  campaign.addPerson("p2", {circle: "gent"});
  // @ts-expect-error a plan is made by a campaign
  new Plan();
  // @ts-expect-error items are read-only
  if (last) last.text = "";
}

void main;
