// Runs the same wasm a second time, to read and check files beside the page. The page ends it after each import.
const early = [];
const queue = (event) => early.push(event);
self.onmessage = async (event) => {
  self.onmessage = queue;
  const { glue, module } = event.data;
  const { default: init } = await import(glue);
  await init({ module_or_path: module });
  // What was loaded needs no network; a file that is read here must find none.
  for (const name of ["fetch", "WebSocket", "importScripts", "XMLHttpRequest", "EventSource"]) delete self[name];
  const handler = self.onmessage;
  if (handler !== queue) for (const held of early) handler.call(self, held);
};
