// Runs the same wasm a second time, to read and check files beside the page. The page ends it after each import.
const early = [];
const queue = (event) => early.push(event);
self.onmessage = async (event) => {
  self.onmessage = queue;
  try {
    const { glue, module } = event.data;
    const serving = new Promise((resolve, reject) => { self.lianxinServing = (ready) => (ready ? resolve() : reject(new Error("a part of the app is not here"))); });
    const { default: init } = await import(glue);
    await init({ module_or_path: module });
    await serving;
  } catch (error) {
    // Only what is thrown outside a promise reaches the page, which then reads the files itself.
    setTimeout(() => { throw error; });
    return;
  }
  // What was loaded needs no network; a file that is read here must find none.
  for (const name of ["fetch", "WebSocket", "importScripts", "XMLHttpRequest", "EventSource"]) delete self[name];
  for (const held of early) self.onmessage(held);
};
