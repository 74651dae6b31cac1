// A typed client: `openapi-fetch` with the types of the service, which waits where the service is busy.
import createClient, { type Client } from "openapi-fetch";
import type { Problem, paths } from "./outbound-screening.d.ts";

export type Options = {
  /** An API key or a token, or a function that gives one for each attempt. */
  key?: string | (() => string | Promise<string>);
  /** How often a call is sent at most. */
  attempts?: number;
  /** A pause longer than this is not taken. */
  longestWaitSeconds?: number;
};

/** The service refused a call: `problem` is its answer, `pointers` are the places to mend. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem;
  readonly pointers: string[];

  constructor(status: number, problem: Problem) {
    const places = (problem.errors ?? []).map((each) => ("pointer" in each ? `${each.pointer}: ` : "") + each.detail);
    super([`${status}: ${problem.title}`, ...(problem.detail ? [problem.detail] : []), ...places].join("\n"));
    this.name = "Refused";
    this.status = status;
    this.problem = problem;
    this.pointers = (problem.errors ?? []).flatMap((each) => ("pointer" in each && each.pointer ? [each.pointer] : []));
  }
}

/** Something else than the service answered. */
export class NotAnAnswer extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`${status}: This is no answer of the service.`);
    this.name = "NotAnAnswer";
    this.status = status;
  }
}

/** Makes a client. Answers that come in several media types are read as JSON. */
export function screeningClient(
  address: string,
  { key, attempts = 4, longestWaitSeconds = 60 }: Options = {},
): Client<paths, "application/json" | "application/problem+json"> {
  return createClient<paths, "application/json" | "application/problem+json">({
    baseUrl: address,
    headers: { Accept: "application/json, application/problem+json;q=0.1" },
    // What was turned away (429, 503) did nothing, and is sent again after `Retry-After` or after pauses that double.
    async fetch(request: Request): Promise<Response> {
      for (let attempt = 1, pause = 0.5; ; attempt += 1, pause *= 2) {
        const sent = request.clone();
        const shown = typeof key === "function" ? await key() : key;
        if (shown) sent.headers.set("Authorization", `Bearer ${shown}`);
        const response = await fetch(sent);
        const wait = retryAfter(response) ?? pause * (0.5 + Math.random() / 2);
        const busy = response.status === 429 || response.status === 503;
        if (!busy || attempt >= attempts || wait > longestWaitSeconds) return answered(sent, response);
        await response.body?.cancel();
        await new Promise((resolve) => setTimeout(resolve, wait * 1000));
      }
    },
  });
}

/** Gives the response back if it is of a media type that was asked for, or has no content; another program sends others. */
function answered(request: Request, response: Response): Response {
  const kind = mediaType(response);
  const asked = `${request.headers.get("Accept")}, text/plain`;
  if (kind && !asked.includes(kind)) throw new NotAnAnswer(response.status);
  return response;
}

/** Gives the answer of a call; throws `Refused` or `NotAnAnswer` where there is none. */
export function answerOf<T>(result: { data?: T; error?: unknown; response: Response }): T {
  const { data, error, response } = result;
  if (response.ok && (data !== undefined || response.status === 204)) return data as T;
  if (isProblem(error)) throw new Refused(response.status, error);
  throw new NotAnAnswer(response.status);
}

function mediaType(response: Response): string {
  return (response.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "title" in error && "status" in error && "type" in error;
}

function retryAfter(response: Response): number | undefined {
  const said = response.headers.get("Retry-After");
  if (said === null) return undefined;
  const seconds = /^\d+$/.test(said.trim()) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
