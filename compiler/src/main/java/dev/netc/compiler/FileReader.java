package dev.netc.compiler;

import dev.netc.compiler.analysis.ImportedFiles;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.ast.Import;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses a file and all that it imports, each once. Files may import each other. */
final class FileReader {
  private final Imports imports;
  private final Map<SourceFile, File> parsed = new HashMap<>();
  private final Deque<File> open = new ArrayDeque<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  FileReader(Imports imports) {
    this.imports = imports;
  }

  ImportedFiles read(SourceFile source) {
    File main = parse(source);
    Map<File, List<File>> all = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      File file = open.removeFirst();
      List<File> named = new ArrayList<>();
      for (Import line : file.imports()) {
        Optional<SourceFile> found = imports.find(file.span().file(), line.path().value());
        found.map(this::parse).ifPresent(named::add);
        if (found.isEmpty()) {
          diagnostics.add(
              Diagnostic.error("E0211", "there is no file `" + line.path().value() + "`")
                  .at(line.path().span(), "looked for beside this file, then in the source roots")
                  .build());
        }
      }
      all.put(file, named);
    }
    return new ImportedFiles(main, all);
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  private File parse(SourceFile source) {
    File known = parsed.get(source);
    if (known != null) {
      return known;
    }
    ParseResult result = new Parser().parse(source);
    diagnostics.addAll(result.diagnostics());
    parsed.put(source, result.file());
    open.addLast(result.file());
    return result.file();
  }
}
