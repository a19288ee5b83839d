package dev.netc.compiler;

import dev.netc.compiler.analysis.ImportedFiles;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.ast.Import;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.ParseResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Parses a file and all that it imports, each once. Files may import each other. */
final class FileReader {
  private final Imports imports;
  private final Function<SourceFile, ParseResult> parser;
  private final Map<SourceFile, File> parsed = new LinkedHashMap<>();
  private final Deque<File> open = new ArrayDeque<>();
  private final List<Optional<SourceFile>> found = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  /**
   * What has been read.
   *
   * @param found what the lines that import have found, in the order in which they were read: all
   *     that a reading of the same file depends on
   * @param diagnostics mistakes of syntax, and imports of files that are not there
   */
  record Reading(
      ImportedFiles files, List<Optional<SourceFile>> found, List<Diagnostic> diagnostics) {
    Reading {
      found = List.copyOf(found);
      diagnostics = List.copyOf(diagnostics);
    }

    SourceFile source() {
      return files.main().span().file();
    }
  }

  private FileReader(Imports imports, Function<SourceFile, ParseResult> parser) {
    this.imports = imports;
    this.parser = parser;
  }

  static Reading read(
      SourceFile source, Imports imports, Function<SourceFile, ParseResult> parser) {
    return new FileReader(imports, parser).read(source);
  }

  private Reading read(SourceFile source) {
    parse(source);
    Map<SourceFile, List<File>> all = new HashMap<>();
    while (!open.isEmpty()) {
      File file = open.removeFirst();
      List<File> named = new ArrayList<>();
      for (Import line : file.imports()) {
        Optional<SourceFile> other = imports.find(file.span().file(), line.path().value());
        found.add(other);
        other.map(this::parse).ifPresent(named::add);
        if (other.isEmpty()) {
          diagnostics.add(
              Diagnostic.error("E0211", "there is no file `" + line.path().value() + "`")
                  .at(line.path().span(), "looked for beside this file, then in the source roots")
                  .build());
        }
      }
      all.put(file.span().file(), named);
    }
    ImportedFiles files = new ImportedFiles(List.copyOf(parsed.values()), all);
    return new Reading(files, found, diagnostics);
  }

  private File parse(SourceFile source) {
    File known = parsed.get(source);
    if (known != null) {
      return known;
    }
    ParseResult result = parser.apply(source);
    diagnostics.addAll(result.diagnostics());
    parsed.put(source, result.file());
    open.addLast(result.file());
    return result.file();
  }
}
