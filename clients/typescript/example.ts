// Screens the deal of README.md and says what to do next: `node example.ts`, with the service at the address below.
import { Refused, answerOf, screeningClient } from "./client.ts";
import type { Determination, Transaction } from "./outbound-screening.d.ts";

export const deal: Transaction = {
  reference: "DEAL-2025-0147",
  parties: [
    { id: "fund", kind: "entity", organized_in: "US" },
    { id: "founder", kind: "individual", restricted_lists: "none" },
    {
      id: "target",
      kind: "entity",
      organized_in: "KY",
      principal_place_of_business: "CN",
      holdings_complete: true,
      restricted_lists: "none",
      activities: {
        complete: true,
        items: [
          {
            verb: "develops",
            item: "ai_system",
            ai_limb: "machine_based_system",
            model_work: "builds_own_model",
            biological_sequence_data: "none",
            exclusively_designed_for: "none",
            designed_for: "none",
            intended_for: "none",
          },
        ],
      },
    },
  ],
  interests_show: "before_the_deal",
  interests: [{ holder: "founder", subject: "target", voting_percent: 100, equity_percent: 100 }],
  acquirer: "fund",
  deal: {
    acts: { items: ["acquire_equity"], complete: true },
    target: "target",
    completion_date: "2025-06-16",
    security: { publicly_traded: false, issuer: "other", derivative: false },
    circumstances: "none",
  },
};

function nextStep(answer: Determination): string {
  switch (answer.determination) {
    case "prohibited":
      return "Stop.";
    case "notifiable":
      return answer.obligations.map((duty) => `${duty.what} Due ${duty.due ?? "on a day to be found"}.`).join("\n");
    case "undetermined":
      return answer.missing_facts.map((fact) => `${fact.pointer}: ${fact.question}`).join("\n");
    case "excepted":
    case "not_covered":
      return "No duty. Keep the answer.";
    default:
      return answer.determination satisfies never; // a word that is not dealt with above does not compile
  }
}

const client = screeningClient("http://127.0.0.1:8000");
try {
  console.log(nextStep(answerOf(await client.POST("/v1/screenings", { body: deal }))));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.log(error.message);
}
