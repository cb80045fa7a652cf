import { describe, expect, it } from '@jest/globals';

import { breach, cycles, importsOf, type Import } from './import-walls.js';
import { codeOnly, filesBelow, linesMatching } from './source-files.js';

const files = filesBelow(['src', 'test', 'scripts']);
const imports = files.flatMap(importsOf);

describe('A developer who imports across a wall is told what to do instead', () => {
  it('has imports to look at', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('no file imports what its wing may not know', () => {
    expect(imports.map(breach).filter(Boolean)).toEqual([]);
  });

  it('no files import each other in a circle: move the shared part into a third file', () => {
    const paths = new Set(files.map((file) => file.path));
    const among = imports.filter(({ to }) => paths.has(to));
    expect(cycles(among).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  it('core takes time and chance from its ports: use Clock, ArmTimer orders and the chance port', () => {
    const core = filesBelow(['src/core']).filter(({ path }) => !path.endsWith('.spec.ts'));
    const world =
      /\b(Date\b(?=[.(])|new Date\b|Math\.random|setTimeout|setInterval|setImmediate|performance\.|process\.|console\.|globalThis)/;
    expect(linesMatching(core.map(codeOnly), world)).toEqual([]);
  });
});

describe('The walls themselves stand', () => {
  const forbidden: [string, Import][] = [
    ['core reads a file', { from: 'src/core/acd/floor.ts', to: 'node:fs' }],
    ['core uses a library', { from: 'src/core/acd/floor.ts', to: 'rxjs' }],
    ['core calls the engine', { from: 'src/core/acd/floor.ts', to: 'src/engine/inbox.ts' }],
    ['a core spec reads a file', { from: 'src/core/acd/floor.spec.ts', to: 'node:fs' }],
    ['telephony reads the configuration', { from: 'src/telephony/ari/ari-telephony.ts', to: 'src/platform/config/keys.ts' }],
    ['telephony decides on the floor', { from: 'src/telephony/ari/ari-telephony.ts', to: 'src/core/acd/floor.ts' }],
    ['the engine speaks ARI', { from: 'src/engine/orders.ts', to: 'src/telephony/ari/ari-telephony.ts' }],
    ['a module speaks ARI', { from: 'src/modules/live/live.service.ts', to: 'src/telephony/ari/ari-telephony.ts' }],
    ['the platform knows a module', { from: 'src/platform/http/app.ts', to: 'src/modules/queues/queues.service.ts' }],
    ['ari-client outside its home', { from: 'src/telephony/pbx/pbx-tree.ts', to: 'ari-client' }],
    ['a controller queries tables', { from: 'src/modules/queues/queues.controller.ts', to: 'typeorm' }],
    ['a controller injects a repository', { from: 'src/modules/queues/queues.controller.ts', to: '@nestjs/typeorm' }],
    ['winston outside its home', { from: 'src/modules/queues/queues.service.ts', to: 'winston' }],
    ['node-cron outside its home', { from: 'src/modules/queues/queues.service.ts', to: 'node-cron' }],
    ['an entity of another module', { from: 'src/modules/queues/queues.service.ts', to: 'src/modules/agents/agent.entity.ts' }],
    ['a dto of another module', { from: 'src/modules/queues/dto/queue.dto.ts', to: 'src/modules/agents/dto/agent.dto.ts' }],
    ['shipped code imports a test', { from: 'src/engine/inbox.ts', to: 'test/support/eventually.ts' }],
    ['a barrel', { from: 'src/main.ts', to: 'src/engine/index.ts' }],
  ];
  it.each(forbidden)('%s: refused', (_what, wrong) => {
    expect(breach(wrong)).toContain(wrong.to);
  });

  const allowed: [string, Import][] = [
    ['core uses core', { from: 'src/core/acd/floor.ts', to: 'src/core/kernel/ids.ts' }],
    ['telephony implements a port', { from: 'src/telephony/ari/ari-telephony.ts', to: 'src/core/ports/telephony.ts' }],
    ['the PBX stores music in its callers’ codecs', { from: 'src/telephony/pbx/pbx-tree.ts', to: 'src/platform/audio/g711.ts' }],
    ['the adapter uses its library', { from: 'src/telephony/ari/ari-socket.ts', to: 'ari-client' }],
    ['a module asks another module', { from: 'src/modules/queues/queues.service.ts', to: 'src/modules/agents/agents.service.ts' }],
    ['a repository queries tables', { from: 'src/modules/calls/calls.repository.ts', to: 'typeorm' }],
    ['the composition root wires telephony', { from: 'src/wiring/telephony.module.ts', to: 'src/telephony/ari/ari-telephony.ts' }],
    ['a core spec uses fast-check', { from: 'src/core/acd/floor.spec.ts', to: 'fast-check' }],
  ];
  it.each(allowed)('%s: allowed', (_what, right) => {
    expect(breach(right)).toBeUndefined();
  });

  it('sees imports however they are written', () => {
    const text = [
      "import type { A } from './a.js';",
      "import { b } from '../b.js';",
      "export * from './c.js';",
      "import './d.js';",
      "const e = await import('./e.js');",
      "import f from 'library';",
    ].join('\n');
    const seen = importsOf({ path: 'src/engine/x.ts', text }).map(({ to }) => to);
    expect(seen).toEqual(['src/engine/a.ts', 'src/b.ts', 'src/engine/c.ts', 'src/engine/d.ts', 'src/engine/e.ts', 'library']);
  });

  it('finds a circle of three, and none in a diamond', () => {
    const edge = (from: string, to: string): Import => ({ from, to });
    expect(cycles([edge('a', 'b'), edge('b', 'c'), edge('c', 'a')])).toEqual([['a', 'b', 'c', 'a']]);
    expect(cycles([edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd')])).toEqual([]);
  });
});
