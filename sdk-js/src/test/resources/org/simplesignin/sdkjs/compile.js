// Compiles TypeScript in a page, as `tsc --strict` would. Files are given; TypeScript's own libraries are fetched, and kept
// for the next time.
async (files) => {
  const options = {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    verbatimModuleSyntax: true,
    types: [],
  };
  const libraries = (window.libraries ??= new Map());
  const sources = (window.sources ??= new Map());
  const fetched = (name) => {
    if (!libraries.has(name)) {
      const request = new XMLHttpRequest();
      request.open("GET", `/ts/${name}`, false);
      request.send();
      libraries.set(name, request.status === 200 ? request.responseText : undefined);
    }
    return libraries.get(name);
  };
  const read = (path) => files[path] ?? (path.startsWith("/ts/") ? fetched(path.slice("/ts/".length)) : undefined);
  const emitted = {};
  const host = {
    getSourceFile: (path, target) => {
      const text = read(path);
      if (text === undefined || sources.has(path)) return sources.get(path);
      const source = ts.createSourceFile(path, text, target, true);
      if (path.startsWith("/ts/")) sources.set(path, source);
      return source;
    },
    readFile: read,
    fileExists: (path) => read(path) !== undefined,
    directoryExists: () => true,
    getDefaultLibFileName: () => "/ts/lib.es2022.full.d.ts",
    getDefaultLibLocation: () => "/ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: (path, text) => { emitted[path] = text; },
  };
  const program = ts.createProgram(Object.keys(files).filter((path) => !path.endsWith(".d.ts")), options, host);
  const diagnostics = ts.getPreEmitDiagnostics(program).map(({ file, start, code, messageText }) => ({
    file: file?.fileName ?? "",
    line: file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1,
    code,
    text: ts.flattenDiagnosticMessageText(messageText, "\n"),
  }));
  program.emit();
  return JSON.stringify({ diagnostics, emitted });
}
