// Says each failure once more at the very end, in few lines: of a long run that is what one gets to read.
export default class LastWords {
  failed = [];
  onTestEnd(test, result) {
    if (result.status === "passed" || result.status === "skipped") return;
    const why = (result.error?.message ?? result.status).replace(/\x1b\[[0-9;]*m/g, "").split("\n").filter((line) => line.trim()).slice(0, 12);
    this.failed.push([test.titlePath().filter(Boolean).join(" › "), ...why.map((line) => `    ${line.slice(0, 300)}`)].join("\n"));
  }
  onEnd() {
    if (this.failed.length > 0) console.log(`\nIn short:\n${this.failed.join("\n")}`);
  }
}
