/** An answer of the API, its body parsed. */
export interface RestAnswer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test names the fields it expects
  readonly body: any;
}

/** The API as another program would use it: over HTTP, with a token. */
export class Rest {
  private constructor(
    private readonly api: string,
    readonly token: string,
  ) {}

  static async signIn(baseUrl: string, login: string, password: string): Promise<Rest> {
    const api = `${baseUrl}/api/v1`;
    const response = await fetch(`${api}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    if (response.status !== 200) throw new Error(`${login} could not sign in: ${await response.text()}`);
    const { accessToken } = (await response.json()) as { accessToken: string };
    return new Rest(api, accessToken);
  }

  async ask(method: string, path: string, body?: unknown): Promise<RestAnswer> {
    const response = await fetch(`${this.api}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  /** The body of a request that must succeed. */
  async send(method: string, path: string, body?: unknown): Promise<RestAnswer['body']> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A WAV file into the sound library; answers its row. */
  async upload(file: Uint8Array, name: string, language: 'fr' | 'en' = 'fr'): Promise<RestAnswer['body']> {
    const form = new FormData();
    form.append('name', name);
    form.append('language', language);
    form.append('file', new Blob([new Uint8Array(file)]), 'sound.wav');
    const response = await fetch(`${this.api}/audio`, { method: 'POST', headers: { authorization: `Bearer ${this.token}` }, body: form });
    if (response.status !== 201) throw new Error(`POST /audio answered ${String(response.status)}: ${await response.text()}`);
    return response.json();
  }

  /** The raw answer, for streams. */
  open(path: string, signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.api}${path}`, { signal, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  get(path: string): Promise<RestAnswer['body']> {
    return this.send('GET', path);
  }
}
