// Reads and writes workbooks beside the page, by a wasm of its own. The page ends it after each file.
const early = [];
self.onmessage = (event) => early.push(event);
// Only what is thrown outside a promise reaches the page.
const fail = (error) => setTimeout(() => { throw error; });
(async () => {
  const { default: init, read, write } = await import("./" + "/*GLUE*/");
  await init({ module_or_path: new URL("./" + "/*WASM*/", import.meta.url) });
  // What was loaded needs no network; a file that is read here must find none.
  for (const name of ["fetch", "WebSocket", "importScripts", "XMLHttpRequest", "EventSource"]) delete self[name];
  const answer = ({ data }) => {
    try {
      if (data.bytes) return self.postMessage({ answer: read(data.bytes) });
      const bytes = write(data.json);
      self.postMessage({ answer: bytes }, bytes ? [bytes.buffer] : []);
    } catch (error) {
      fail(error);
    }
  };
  self.onmessage = answer;
  self.postMessage("ready");
  early.forEach(answer);
})().catch(fail);
